#!/usr/bin/env python3
"""Measures whole builds and writes what it found into docs/performance.md, with a plot beside it.

    cargo build --release --locked
    cargo bench --bench stages
    python3 benches/speed/run.py [--hugo PROGRAM] [--sizes 12,1000,10000,100000] [--rounds 5]

Needs Linux, Python's standard library and about 6 GB in memory (--memory) and on disk (--disk) for 100,000 steps. Hugo is
compared where a program is named: with the same content, and a theme that shows as much (content.py). The two take turns, so
a ratio is between neighbours in time. Medians; all figures of a table are of one run.
"""
import argparse
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import time
from statistics import median

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import content  # noqa: E402
import report  # noqa: E402

# ext4 looks past the inodes that were removed within the last five seconds, one by one.
REST = 7


def timed(command, folder):
    """Wall and processor seconds, and peak memory in MB, of one command."""
    begin = time.monotonic()
    child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    if status:
        sys.exit(f"{command} ended with {status}: {said.decode(errors='replace')}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


def middle(runs):
    return {key: median(run[key] for run in runs) for key in runs[0]}


def size_of(folder):
    """Files that are pages, and bytes of all files."""
    pages = total = 0
    for above, _, names in os.walk(folder):
        total += sum(os.lstat(os.path.join(above, name)).st_size for name in names)
        pages += sum(name.endswith(".html") for name in names)
    return pages, total


def in_memory(args, steps):
    """Cold builds on a disk in memory, of both programs in turn."""
    out, runs = {}, {}
    # Short builds differ most from each other.
    rounds = 3 * args.rounds if steps <= 1_000 else args.rounds if steps <= 10_000 else 3
    for number in range(rounds):
        for name in ["ours", "ours+search"] + (["hugo"] if args.hugo and steps <= 10_000 else []):
            source, site = os.path.join(args.memory, f"{name}-{steps}"), os.path.join(args.memory, "site")
            if not os.path.isdir(source):
                content.make(source, steps, name.split("+")[0], name.endswith("search"))
            command = [args.program, "build", "-d", site] if name != "hugo" else [
                args.hugo, "--quiet", "--noBuildLock", "--destination", site]
            runs.setdefault(name, []).append(timed(command, source))
            if number == 0:
                out[name] = dict(zip(("pages", "bytes"), size_of(site)))
            for left in (site, os.path.join(args.memory, ".reconnect"), os.path.join(source, "resources")):
                shutil.rmtree(left, ignore_errors=True)
    for name, measured in runs.items():
        out[name].update(middle(measured))
    if "hugo" in runs:
        pairs = zip(runs["hugo"], runs["ours"])
        out["ratio"] = median(theirs["wall"] / ours["wall"] for theirs, ours in pairs)
    for name in runs:
        shutil.rmtree(os.path.join(args.memory, f"{name}-{steps}"), ignore_errors=True)
    return out


def on_disk(args, steps):
    """Cold, nothing changed, one edit of a text and the next one, with all written down to the disk; and from an edit to its page."""
    source = os.path.join(args.disk, f"steps-{steps}")
    content.make(source, steps, "ours")
    guide, part, name = content.place(steps // 2)
    file = os.path.join(source, "content", guide, part, f"{name}.md")
    runs = {"cold": [], "nothing": [], "edit": [], "next": []}
    for number in range(min(args.rounds, 3)):
        for left in ("dist", ".reconnect"):
            shutil.rmtree(os.path.join(source, left), ignore_errors=True)
        os.sync()
        for what in runs:
            time.sleep(REST)
            if what in ("edit", "next"):
                with open(file, "a", encoding="utf-8") as text:
                    text.write(f"\nText {what} {number}.\n")
                time.sleep(REST)
            runs[what].append(timed([args.program, "build"], source))
    out = {what: middle(measured) for what, measured in runs.items()}
    out["page"] = edit_to_page(args, source, file, f"/{guide}/{part}/{name}.html") if steps <= 10_000 else None
    shutil.rmtree(source)
    return out


def edit_to_page(args, source, file, address):
    """Seconds from writing a file until `serve` hands out the page with the new words."""
    server = subprocess.Popen([args.program, "serve", "--port", "0"], cwd=source, stderr=subprocess.PIPE, text=True)
    try:
        line = next(line for line in server.stderr if "http://" in line)
        port = int(re.search(r"http://[^:/]+:(\d+)", line)[1])
        times = []
        for number in range(7):
            time.sleep(1)
            mark = f"seen-{number}-{os.getpid()}"
            begin = time.monotonic()
            with open(file, "a", encoding="utf-8") as text:
                text.write(f"\n{mark}\n")
            while mark not in fetch(port, address):
                if time.monotonic() - begin > 60:
                    sys.exit("the edit is never shown")
                time.sleep(0.002)
            times.append(time.monotonic() - begin)
        return median(times)
    finally:
        server.terminate()
        server.wait()


def fetch(port, address):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", address)
        return connection.getresponse().read().decode(errors="replace")
    finally:
        connection.close()


def stages():
    """What criterion found of each stage, in seconds, in the order of the stages."""
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    found = {}
    for name in ("read", "parse", "assemble", "resolve", "theme", "plan", "keys", "render", "publish"):
        path = os.path.join(target, "criterion", "stages", name, "new", "estimates.json")
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as file:
                found[name] = json.load(file)["median"]["point_estimate"] / 1e9
    return found


def version(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("+")[0].strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    parser.add_argument("--program", default=os.path.join(target, "release", "reconnect-gen"))
    parser.add_argument("--hugo", help="Hugo's program, to compare with")
    parser.add_argument("--sizes", default="12,1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", default="/dev/shm/reconnect-speed", help="a folder on a disk in memory")
    parser.add_argument("--disk", default=os.path.join(target, "speed"), help="a folder on a real disk")
    args = parser.parse_args()
    args.program = os.path.abspath(args.program)
    found = {
        "ours": version([args.program, "--version"]),
        "hugo": version([args.hugo, "version"]) if args.hugo else None,
        "cores": os.cpu_count(), "rounds": args.rounds, "stages": stages(), "sizes": {},
    }
    for steps in (int(size) for size in args.sizes.split(",")):
        found["sizes"][steps] = {"memory": in_memory(args, steps), "disk": on_disk(args, steps)}
        print(steps, json.dumps(found["sizes"][steps]), flush=True)
    report.write(ROOT, found)


if __name__ == "__main__":
    main()
