#!/usr/bin/env python3
"""Looks at PDF files with programs that had no part in making them.

    check.py FILE...      see install.sh for what it needs

Each file keeps to PDF/UA-1 (page-validation) and to the syntax of PDF (qpdf), and has its fonts in it (poppler). Then every
place to write is filled in with one library (pikepdf) and read back with another (pypdf), and the pages are drawn empty and
filled (poppler): each place has changed, and nothing else has. Prints one line for each file; the exit code is 1 where
something is wrong.
"""
import os
import subprocess
import sys
import tempfile

import numpy
import page
import pikepdf
import pypdf
from PIL import Image
from pikepdf import Name, String

DPI = 60
TYPED = "Größe: 7 ÷ 2"


def filled(source, target):
    """Fills in every place; the values by the fields' full names, and how many places there are."""
    values = {}
    with pikepdf.open(source) as pdf:
        form = pdf.Root.get("/AcroForm")
        if form is None:
            pdf.save(target)
            return values
        for field in form.Fields:
            fill(field, "", values)
        # Else the library takes the empty appearances that are there for the newest.
        form.NeedAppearances = True
        pdf.generate_appearance_streams()
        pdf.save(target)
    return values


def fill(field, above, values):
    name = above + str(field.get("/T", ""))
    kids = list(field.get("/Kids", []))
    kind = field.get("/FT")
    if kids and kind == Name.Btn:
        chosen = kids[-1]
        state = next(s for s in chosen.AP.N.keys() if s != "/Off")
        field.V = Name(state)
        for kid in kids:
            kid.AS = Name(state) if kid.objgen == chosen.objgen else Name.Off
        values[name] = state
    elif kids:
        for kid in kids:
            fill(kid, name + ".", values)
    elif kind == Name.Btn:
        field.V = field.AS = Name.Yes
        values[name] = "/Yes"
    else:
        field.V = String(TYPED)
        values[name] = TYPED


def drawn(source, folder, name):
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", source, os.path.join(folder, name)], check=True)
    files = sorted(f for f in os.listdir(folder) if f.startswith(name + "-"))
    return [numpy.asarray(Image.open(os.path.join(folder, f)).convert("L"), dtype=int) for f in files]


def unlike_places(source, before, after):
    """What is drawn otherwise than it should be once everything is filled in."""
    faults = []
    with pikepdf.open(source) as pdf:
        for number, (sheet, empty, full) in enumerate(zip(pdf.pages, before, after), 1):
            changed = abs(empty - full) > 24
            rest = changed.copy()
            height = float(sheet.mediabox[3])
            for place in sheet.get("/Annots", []):
                if place.Subtype != Name.Widget:
                    continue
                left, bottom, right, top = (float(x) * DPI / 72 for x in place.Rect)
                low, high = height * DPI / 72 - top, height * DPI / 72 - bottom
                inside = (slice(max(int(low) - 1, 0), int(high) + 2), slice(max(int(left) - 1, 0), int(right) + 2))
                is_off = place.get("/AS") == Name.Off
                if changed[inside].any() == is_off:
                    faults.append(f"page {number}: {place.get('/TU')} is {'' if is_off else 'not '}drawn when filled in")
                rest[inside] = False
            if rest.any():
                faults.append(f"page {number}: something besides the places has changed")
    return faults


def faults_of(source):
    faults = []
    report = page.validate_pdf(source, profile="ua1")
    faults += sorted({f"PDF/UA-1 {f.rule_id}: {f.message}" for f in report.failures})
    if report.rules.total < 100:
        faults.append(f"only {report.rules.total} rules of PDF/UA-1 were tried")
    checked = subprocess.run(["qpdf", "--check", source], capture_output=True, text=True)
    if checked.returncode:
        faults.append("qpdf: " + (checked.stdout + checked.stderr).strip().splitlines()[-1])
    fonts = subprocess.run(["pdffonts", source], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    faults += [f"font not embedded: {font}" for font in fonts if font.split()[-5] != "yes"]
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "filled.pdf")
        values = filled(source, target)
        read = {name: field.get("/V") for name, field in (pypdf.PdfReader(target).get_fields() or {}).items()}
        faults += [f"{name} is {read.get(name)!r}, not {value!r}" for name, value in values.items()
                   if str(read.get(name)) != value]
        faults += unlike_places(target, drawn(source, folder, "empty"), drawn(target, folder, "filled"))
    return faults, len(values), len(fonts)


def main(files):
    wrong = places = 0
    for source in files:
        faults, count, fonts = faults_of(source)
        places += count
        wrong += bool(faults)
        print(f"{'FAIL' if faults else 'ok'} {source}: {count} places, {fonts} fonts")
        for fault in faults[:10]:
            print(f"    {fault}")
    print(f"{len(files)} files, {wrong} of them with faults, {places} places filled in and read back")
    return 1 if wrong or not files or not places else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
