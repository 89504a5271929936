"""Cut the song-type face of table cards from the font's own release; its result is committed.

The release is the npm package `@expo-google-fonts/noto-serif-sc` 0.4.3 (OFL 1.1). No pip package brings a song or kai
type, and the product is set up by pip alone; so the characters that names are written with (GB 2312, and more that
parents choose) stand in the tree as one small file. Usage: `python -m deploy.cut_face FOLDER/package`.
"""

import hashlib
import lzma
import sys
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from congress.foundation.documents.fonts import SERIF_FILE

SOURCE = "600SemiBold/NotoSerifSC_600SemiBold.ttf"
SHA256 = "5d19e0f438d4a30371f584d34a87c9232dba0a85237db63fe5337fe743487def"
FIRST_ROW, ROWS, CELLS = 0xB0, 72, 94
MARKS = "\u3000·•‧—‘’“”，。、（）《》〓"
# in names, and not in GB 2312
OF_NAMES = (
    "玥喆珺彧昕玘瑄玟珏琰璟瑀瑭晞晟昇皓翀翊祎祺禛竑筠萱懿暄堃堉堽垚坤埕嫄婧婳姝娅怡恺悦愔翃赟郄鄢钰钿铄铠锴镕鋆鑫隽"
    "雱霖霏霆靖韬颀颉飏骁骐骞鹍麒麟黛龑䶮昉昊昱昶晗晔晖晙皙炆炜炟炫烜烨焓焱煊煜熠燊燚爔玙玚玮珂珅珈珊珑珧珩琇琊琏琛"
    "琤琨琬琮琯琳瑗瑢瑶璁璇璎璐璘璠璨璩璪璿瓒濛淼湉湜溎滢澍澔泓沄沚洺浠涵祾禤芃荻菡葳蓁薏赪逄邠郯镠韫顗頔馥駪"
)


def characters() -> set[int]:
    """GB 2312's Han characters, Latin letters with their marks, and what names need beyond."""
    wanted = {*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, MARKS + OF_NAMES)}
    for row in range(FIRST_ROW, FIRST_ROW + ROWS):
        for cell in range(0xA1, 0xA1 + CELLS):
            wanted |= set(map(ord, bytes([row, cell]).decode("gb2312", "ignore")))
    return wanted


def main(folder: Path) -> None:
    content = (folder / SOURCE).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        sys.exit(f"cut_face: another file than the one that was reviewed ({found})")
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[1, 2, 4, 6, 13, 14], notdef_outline=True)
    font = TTFont(BytesIO(content))
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    for name_id in (1, 4, 6):
        font["name"].setName("CongressSerif", name_id, 3, 1, 0x409)
    out = BytesIO()
    font.save(out)
    SERIF_FILE.write_bytes(lzma.compress(out.getvalue(), preset=9))
    print(f"{SERIF_FILE.name}: {SERIF_FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
