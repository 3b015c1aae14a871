#!/usr/bin/env python3
"""Cuts the Chinese font of the window out of Noto Sans CJK SC: GB 2312, ASCII and punctuation.

Usage: tools/font.py NotoSansCJK-Regular.ttc   (Debian: fonts-noto-cjk; needs python3-fonttools)
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

ASSETS = Path(__file__).resolve().parent.parent / "assets" / "fonts"
NAME = "Impasto Hans"  # the OFL keeps the original's name for the original

# Rows 16 to 87 of GB 2312 are its 6,763 hanzi, rows 1 to 9 punctuation and symbols.
gb2312 = "".join(
    bytes([row, cell]).decode("gb2312", "ignore")
    for row in [*range(0xA1, 0xAA), *range(0xB0, 0xF8)]
    for cell in range(0xA1, 0xFF)
)
ascii_ = "".join(map(chr, range(0x20, 0x7F)))

collection = TTCollection(sys.argv[1])
font = next(f for f in collection.fonts if f["name"].getDebugName(1) == "Noto Sans CJK SC")
options = subset.Options(layout_features=[], hinting=False, desubroutinize=False, notdef_outline=True)
cutter = subset.Subsetter(options)
cutter.populate(text=gb2312 + ascii_ + "—…“”‘’·×°≈−")
cutter.subset(font)
for record in font["name"].names:
    if record.nameID in (1, 3, 4, 16):
        record.string = NAME
    elif record.nameID == 6:
        record.string = NAME.replace(" ", "")
font.save(ASSETS / "ImpastoHans.otf")
