"""The report of run.py: docs/performance.md, and docs/images/performance.svg."""
import math
import os

HEAD = """# How fast it is

Made by `benches/speed/run.py`, all in one run on one machine with {cores} cores ({ours}{hugo}). Absolute times are this
machine's; what carries over are the ratios. The content is the same for every program, and every page holds the contents of
its whole guide. Medians of {rounds} builds, of three times as many up to 1,000 steps, of 3 on disk and for 100,000 steps.

![Time of a build by the number of steps, both on a logarithmic scale](images/performance.svg)
"""


def seconds(value):
    return f"{value * 1000:,.0f} ms" if value < 1 else f"{value:,.2f} s"


def row(cells):
    return "| " + " | ".join(cells) + " |\n"


def table(head, rows):
    return row(head) + row(["---:"] * len(head)) + "".join(row(cells) for cells in rows) + "\n"


def cold(found):
    head = ["steps", "pages", "time", "processor", "memory", "memory a page", "site", "with search"]
    rows = []
    for steps, size in found["sizes"].items():
        ours, search = size["memory"]["ours"], size["memory"]["ours+search"]
        rows.append([f"{steps:,}", f"{ours['pages']:,}", seconds(ours["wall"]), seconds(ours["cpu"]), f"{ours['memory']:,.0f} MB",
                     f"{ours['memory'] * 1024 / ours['pages']:,.0f} kB", f"{ours['bytes'] / 1e6:,.1f} MB", seconds(search["wall"])])
    return "## A first build, on a disk in memory\n\n" + table(head, rows)


def again(found):
    head = ["steps", "first build", "nothing changed", "one text edited", "the next edit", "from edit to page"]
    rows = []
    for steps, size in found["sizes"].items():
        disk = size["disk"]
        part = lambda what: f"{seconds(disk[what]['wall'])} ({disk[what]['wall'] / disk['cold']['wall']:.2f})"
        page = seconds(disk["page"]) if disk["page"] else ""
        rows.append([f"{steps:,}", seconds(disk["cold"]["wall"]), part("nothing"), part("edit"), part("next"), page])
    return ("## On a real disk, with everything written down to it\n\nIn brackets: as a part of the first build. The first edit links "
            "each file that stays into a new folder, the next one finds them there. From edit to page: from saving a file until "
            "`serve` hands out the new page.\n\n" + table(head, rows))


def beside(found):
    if not found["hugo"]:
        return ""
    head = ["steps", "this program", "Hugo", "Hugo's time by ours", "memory", "Hugo's memory"]
    rows = []
    for steps, size in found["sizes"].items():
        memory = size["memory"]
        if "hugo" in memory:
            ours, hugo = memory["ours"], memory["hugo"]
            rows.append([f"{steps:,}", seconds(ours["wall"]), seconds(hugo["wall"]), f"{memory['ratio']:.1f}",
                         f"{ours['memory']:,.0f} MB", f"{hugo['memory']:,.0f} MB"])
    return ("## Beside Hugo\n\nThe same first build in memory, in turn. Hugo's theme is that of `benches/speed/content.py`: a list of "
            "the whole guide in every page, as here.\n\n" + table(head, rows))


def stages(found):
    if not found["stages"]:
        return ""
    total = sum(found["stages"].values())
    rows = [[name, seconds(value), f"{100 * value / total:.0f} %"] for name, value in found["stages"].items()]
    return ("## Where the time goes\n\nEach stage alone, 1,008 steps, from `cargo bench --bench stages`; `render` makes the bytes of "
            "every file, `publish` writes them.\n\n" + table(["stage", "time", "share"], rows))


def plot(found):
    width, height, left, bottom = 640, 360, 70, 50
    lines = {"first build": [], "with search": [], "nothing changed (disk)": [], "the next edit (disk)": [], "Hugo": []}
    for steps, size in found["sizes"].items():
        lines["first build"].append((steps, size["memory"]["ours"]["wall"]))
        lines["with search"].append((steps, size["memory"]["ours+search"]["wall"]))
        lines["nothing changed (disk)"].append((steps, size["disk"]["nothing"]["wall"]))
        lines["the next edit (disk)"].append((steps, size["disk"]["next"]["wall"]))
        if "hugo" in size["memory"]:
            lines["Hugo"].append((steps, size["memory"]["hugo"]["wall"]))
    lines = {name: points for name, points in lines.items() if points}
    values = [value for points in lines.values() for _, value in points]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    least, most = math.log10(min(found["sizes"])), max(math.log10(max(found["sizes"])), math.log10(min(found["sizes"])) + 1)
    x = lambda steps: left + (math.log10(steps) - least) / (most - least) * (width - left - 180)
    y = lambda value: height - bottom - (math.log10(value) - low) / (high - low) * (height - bottom - 20)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13">',
           "<title>Time of a build by the number of steps</title>", f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for power in range(low, high + 1):
        at = y(10 ** power)
        out.append(f'<path d="M{left} {at:.1f}H{width - 180}" stroke="#ccc"/>'
                   f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{seconds(10 ** power)}</text>')
    for steps in found["sizes"]:
        out.append(f'<text x="{x(steps):.1f}" y="{height - bottom + 20}" text-anchor="middle">{steps:,}</text>')
    out.append(f'<text x="{(left + width - 180) / 2}" y="{height - 8}" text-anchor="middle">steps</text>')
    ends = sorted((y(points[-1][1]), name) for name, points in lines.items())
    beside = {}
    for at, name in ends:
        beside[name] = max(at, max(beside.values(), default=0) + 17)
    colours = ["#0b57a4", "#7a3e9d", "#1b7f4b", "#b35a00", "#b3261e"]
    for colour, (name, points) in zip(colours, lines.items()):
        way = " ".join(f"{x(steps):.1f},{y(value):.1f}" for steps, value in points)
        out.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{x(steps):.1f}" cy="{y(value):.1f}" r="3.5" fill="{colour}"/>' for steps, value in points]
        out.append(f'<text x="{x(points[-1][0]) + 10:.1f}" y="{beside[name] + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join(out) + "\n</svg>\n"


def write(root, found):
    hugo = f" and {found['hugo']}" if found["hugo"] else ""
    text = HEAD.format(**{**found, "hugo": hugo}) + "\n" + cold(found) + again(found) + beside(found) + stages(found)
    with open(os.path.join(root, "docs", "performance.md"), "w", encoding="utf-8") as file:
        file.write(text.rstrip() + "\n")
    with open(os.path.join(root, "docs", "images", "performance.svg"), "w", encoding="utf-8") as file:
        file.write(plot(found))
