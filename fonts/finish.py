"""The second half of subset.sh: merges the symbols, names the faces, maps the invisible characters.

Reads and writes the .ttf files of the current folder; the one argument is the folder with the parts of
Symbols.ttf, first come, first served.
"""

import glob
import os
import sys

from fontTools import subset
from fontTools.merge import Merger
from fontTools.misc.roundTools import otRound
from fontTools.otlLib.optimize.gpos import compact
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph, flagOverlapSimple

# File: family and style. The layout finds a face by its family, weight and slope, so no two may agree in all.
FACES = {
    "NotoSans-Regular.ttf": ("Noto Sans", "Regular"),
    "NotoSans-Bold.ttf": ("Noto Sans", "Bold"),
    "NotoSans-Italic.ttf": ("Noto Sans", "Italic"),
    "NotoSans-BoldItalic.ttf": ("Noto Sans", "Bold Italic"),
    "NotoSansMono-Regular.ttf": ("Noto Sans Mono", "Regular"),
    "NotoSansArabic-Regular.ttf": ("Noto Sans Arabic", "Regular"),
    "NotoSansArabic-Bold.ttf": ("Noto Sans Arabic", "Bold"),
    "NotoSansHebrew-Regular.ttf": ("Noto Sans Hebrew", "Regular"),
    "NotoSansHebrew-Bold.ttf": ("Noto Sans Hebrew", "Bold"),
    "Symbols.ttf": ("Guide Symbols", "Regular"),
    "NotoEmoji.ttf": ("Noto Emoji", "Regular"),
    "FieldSans.ttf": ("Field Sans", "Regular"),
}

# Text and emoji presentation (variation selectors 15 and 16) and the joiner: pasted from telephones, to be
# seen nowhere. A face that knows them keeps a cluster such as "✔ U+FE0F" in one piece.
INVISIBLE = (0x200D, 0xFE0E, 0xFE0F)


def merge_symbols(folder):
    """Makes Symbols.ttf: each part gives the characters that the parts before it lack."""
    taken, parts = set(), []
    for path in sorted(glob.glob(os.path.join(folder, "*.ttf"))):
        font = TTFont(path, recalcTimestamp=False)
        new = set(font.getBestCmap()) - taken
        taken |= new
        options = subset.Options(glyph_names=False, notdef_outline=True, name_IDs=["*"], layout_features=[])
        options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG"]
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=new)
        subsetter.subset(font)
        part = path.replace(".ttf", ".part")
        font.save(part)
        parts.append(part)
    merged = Merger().merge(parts)
    first = TTFont(parts[0])["head"]
    merged.recalcTimestamp = False
    merged["head"].created, merged["head"].modified = first.created, first.modified
    merged.save("Symbols.ttf")


def rename(font, family, style):
    """Writes the names 1 to 6; the copyright and licence (0, 13, 14) stay as they are."""
    full = family if style == "Regular" else f"{family} {style}"
    post_script = f"{family.replace(' ', '')}-{style.replace(' ', '')}"
    names = font["name"]
    names.names = [n for n in names.names if n.platformID == 3 and n.nameID in (0, 5, 13, 14)]
    version = names.getDebugName(5).split(";")[0]
    texts = {1: family, 2: style, 3: f"{version};subset;{post_script}", 4: full, 5: version, 6: post_script}
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)


def map_invisible(font):
    """Gives each of INVISIBLE that the face lacks one empty glyph without width."""
    tables = [t for t in font["cmap"].tables if t.isUnicode() and t.format != 14]
    missing = [code for code in INVISIBLE if any(code not in t.cmap for t in tables)]
    if not missing:
        return
    name = "invisible"
    font.setGlyphOrder(font.getGlyphOrder() + [name])
    font["glyf"][name] = Glyph()
    font["hmtx"][name] = (0, 0)
    for table in tables:
        for code in missing:
            table.cmap.setdefault(code, name)


def add_roman_cmap(font):
    """Adds the (1, 0) table that some form fillers look up before the Unicode one."""
    best = font.getBestCmap()
    table = CmapSubtable.newSubtable(0)
    table.platformID, table.platEncID, table.language = 1, 0, 0
    table.cmap = {}
    for byte in range(256):
        code = ord(bytes([byte]).decode("mac_roman"))
        table.cmap[byte] = best.get(code, ".notdef")
    font["cmap"].tables.insert(0, table)


def clear_overlap_flags(font):
    """Clears the overlap flag on all points but the first of a glyph: elsewhere the bit is reserved.

    A few glyphs of the originals have it set there, and strict readers then turn down the whole font.
    """
    for name in font.getGlyphOrder():
        glyph = font["glyf"][name]
        if glyph.numberOfContours > 0:
            glyph.flags[1:] = bytes(flag & ~flagOverlapSimple for flag in glyph.flags[1:])


def take_line_height(font, model):
    """Gives a face the line of `model`, so that one symbol does not push two lines apart."""
    scale = font["head"].unitsPerEm / model["head"].unitsPerEm
    for tag, fields in (
        ("hhea", ("ascent", "descent", "lineGap")),
        ("OS/2", ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent")),
        ("OS/2", ("sxHeight", "sCapHeight")),
    ):
        for field in fields:
            setattr(font[tag], field, otRound(getattr(model[tag], field) * scale))


def main():
    merge_symbols(sys.argv[1])
    sans = TTFont("NotoSans-Regular.ttf")
    for file, (family, style) in FACES.items():
        font = TTFont(file, recalcTimestamp=False)
        rename(font, family, style)
        clear_overlap_flags(font)
        if file in ("Symbols.ttf", "NotoEmoji.ttf"):
            scale_upem(font, sans["head"].unitsPerEm)
            take_line_height(font, sans)
        if file == "FieldSans.ttf":
            add_roman_cmap(font)
        else:
            map_invisible(font)
            # Names of glyphs are for people who draw fonts; a PDF finds glyphs by number.
            font["post"].formatType = 3.0
        if file == "NotoSansMono-Regular.ttf":
            font["post"].isFixedPitch = 1
        if "GPOS" in font:
            compact(font, 9)
        font["OS/2"].fsType = 0
        font.save(file)


main()
