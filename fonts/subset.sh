#!/usr/bin/env bash
# Makes every .ttf of this folder again from the originals.
#
#   fonts/subset.sh FOLDER
#
# FOLDER holds the originals as README.md lists them. Needs Python 3 with fontTools 4.68.0 and
# uharfbuzz 0.57.0; another version of either may write other bytes. Nothing is read from the clock: two
# runs give the same bytes.
set -euo pipefail

if [ $# -ne 1 ]; then
  echo "usage: fonts/subset.sh FOLDER-WITH-THE-ORIGINALS" >&2
  exit 2
fi
originals=$(cd "$1" && pwd)
cd "$(dirname "$0")"

(cd "$originals" && sha256sum --check --quiet) <originals.sha256

# face ORIGINAL OUT CHARACTERS FEATURES [more options]
face() {
  local from=$originals/$1 to=$2 characters=$3 features=$4
  shift 4
  # Hints serve screens; STAT and vertical metrics serve variable fonts and vertical text: a PDF uses neither.
  pyftsubset "$from" --output-file="$to" --unicodes="$characters" --layout-features="$features" \
    --layout-scripts=DFLT,latn,grek,cyrl,arab,hebr --no-hinting --drop-tables+=STAT,gasp,vhea,vmtx,MATH --notdef-outline \
    --name-IDs=0,1,2,3,4,5,6,13,14 --name-languages=0x0409 --harfbuzz-repacker "$@"
}

# What European text needs: letters with their marks, then signs. The ranges are Unicode blocks or parts of them.
latin=U+0020-007E,U+00A0-036F,U+1E00-1EFF,U+2C60-2C7F,U+A78B-A78D,U+A7AA,U+A7AE,U+FB00-FB06
greek=U+0370-03FF,U+1F00-1FFF
cyrillic=U+0400-052F
signs=U+2000-209F,U+20A0-20CF,U+2100-214F,U+2150-218F,U+2212,U+25CC,U+FEFF,U+FFFC-FFFD
european=$latin,$greek,$cyrillic,$signs

# What a line of Arabic or Hebrew has between its words, so that it is set in one font.
between=U+0020-0040,U+005B-0060,U+007B-007E,U+00A0,U+00AB,U+00AD,U+00B0,U+00B7,U+00BB,U+00D7,U+00F7,U+200B-200F,U+2010-2015,U+2018-201E,U+2022,U+2026,U+202F,U+2030,U+2039-203A,U+25CC
arabic=U+0600-06FF,U+0750-077F,U+08A0-08FF,U+FB50-FBFF,U+FD3E-FD3F,U+FDF0-FDFF,U+FE70-FEFC
hebrew=U+0590-05FF,U+FB1D-FB4F,U+20AA

mono=U+0020-007E,U+00A0-017F,U+2000-206F,U+20A0-20CF,U+2122,U+2190-2199,U+2200-22FF,U+2500-259F,U+25A0-25CF,U+FFFD

# Exactly the characters of WinAnsiEncoding (ISO 32000-2, annex D.2).
winansi=U+0020-007E,U+00A0-00FF,U+0152-0153,U+0160-0161,U+0178,U+017D-017E,U+0192,U+02C6,U+02DC,U+2013-2014,U+2018-201A,U+201C-201E,U+2020-2022,U+2026,U+2030,U+2039-203A,U+20AC,U+2122

simple=kern,mark,mkmk,ccmp,liga,locl
joined=$simple,init,medi,fina,isol,rlig,calt,curs

face noto-sans/400Regular/NotoSans_400Regular.ttf NotoSans-Regular.ttf "$european" "$simple" --no-glyph-names
face noto-sans/700Bold/NotoSans_700Bold.ttf NotoSans-Bold.ttf "$european" "$simple" --no-glyph-names
face noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf NotoSans-Italic.ttf "$european" "$simple" --no-glyph-names
face noto-sans/700Bold_Italic/NotoSans_700Bold_Italic.ttf NotoSans-BoldItalic.ttf "$european" "$simple" --no-glyph-names
face noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf NotoSansMono-Regular.ttf "$mono" "$simple" --no-glyph-names
face noto-sans-arabic-2.005/NotoSansArabic-Regular.ttf NotoSansArabic-Regular.ttf "$between,$arabic" "$joined" --no-glyph-names
face noto-sans-arabic-2.005/NotoSansArabic-Bold.ttf NotoSansArabic-Bold.ttf "$between,$arabic" "$joined" --no-glyph-names
face noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf NotoSansHebrew-Regular.ttf "$between,$hebrew" "$simple" --no-glyph-names
face noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf NotoSansHebrew-Bold.ttf "$between,$hebrew" "$simple" --no-glyph-names
face noto-sans/400Regular/NotoSans_400Regular.ttf FieldSans.ttf "$winansi" "" --glyph-names --drop-tables+=GDEF,GPOS,GSUB

emoji=$(mktemp)
symbols=$(mktemp -d)
trap 'rm -rf "$emoji" "$symbols"' EXIT
grep -v '^# ' emoji.txt >"$emoji"
face noto-emoji/400Regular/NotoEmoji_400Regular.ttf NotoEmoji.ttf U+0020,U+FE0E-FE0F ccmp --no-glyph-names --text-file="$emoji"

# Symbols.ttf is cut from three faces of one design. Each character is taken from the first that has it.
technical=U+2300-23FF,U+2150-218F
face noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf "$symbols/1.ttf" \
  "U+0020,U+00A0,$technical,U+25A0-27BF,U+2B00-2B2F,U+2B50-2B59,U+1F589,U+1F5F4-1F5F9" "" --no-glyph-names
face noto-sans-math/400Regular/NotoSansMath_400Regular.ttf "$symbols/2.ttf" \
  "U+00AC,U+00B1,U+00D7,U+00F7,U+2190-22FF,U+27E6-27FF,U+2934-2935,U+2A7D-2A7E,$technical,U+2600-27BF,U+2B00-2B2F" "" --no-glyph-names
face noto-sans-symbols/400Regular/NotoSansSymbols_400Regular.ttf "$symbols/3.ttf" \
  "U+2460-24FF,U+2600-27BF,$technical" "" --no-glyph-names

python3 finish.py "$symbols"
