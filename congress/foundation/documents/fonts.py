"""The bundled fonts: Noto Sans SC in two weights, and two relatives for the rare characters it lacks.

The pinned package brings variable fonts, which reportlab cannot embed; they are made static once, under
`build/fonts`, in about half a minute, and reused by every process.
"""

import lzma
import mmap
import os
import threading
import unicodedata
from array import array
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO

from fontTools.ttLib import TTFont as FontFile
from reportlab.pdfbase import pdfmetrics, ttfonts

from congress.settings import ROOT

FOLDER = ROOT / "build" / "fonts"
PACKAGE = "justmytype-intl-cjk"
# name → file of the package and weight; the order is the order in which they are asked for a character
SOURCES = {
    "Sans": ("NotoSansSC[wght].ttf", 400),
    "SansBold": ("NotoSansSC[wght].ttf", 700),
    "SansTC": ("NotoSansTC[wght].ttf", 500),
    "SansJP": ("NotoSansJP[wght].ttf", 500),
}
FALLBACKS = ("SansTC", "SansJP")
# a song type for what stands on tables, cut by `deploy/cut_face.py` and committed
SERIF = "Serif"
SERIF_FILE = Path(__file__).parent / "faces" / "Serif.ttf.xz"
# scripts whose letters change with their neighbours: drawn letter by letter they would be garbled
SHAPED = (
    "ARABIC", "TIBETAN", "MONGOLIAN", "DEVANAGARI", "THAI", "HEBREW", "SYRIAC", "KHMER", "MYANMAR", "BENGALI", "TAMIL",
)  # fmt: skip
_lock = threading.Lock()
_numbers: dict[Any, Any] = {}


def prepare_fonts(say: Callable[[str], None] = lambda _text: None) -> None:
    """Make what is missing of the static fonts; safe with several processes, each file appears whole."""
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415 -- once in the life of a machine

    FOLDER.mkdir(parents=True, exist_ok=True)
    if not path_of(SERIF).exists() or path_of(SERIF).stat().st_mtime < SERIF_FILE.stat().st_mtime:
        _put(SERIF, lambda partial: partial.write_bytes(lzma.decompress(SERIF_FILE.read_bytes())))
    missing = [name for name in SOURCES if not path_of(name).exists()]
    for number, name in enumerate(missing, start=1):
        say(f"Making font {number} of {len(missing)} ({name}) …")
        source, weight = SOURCES[name]
        font = FontFile(_packaged(source))
        static = instantiateVariableFont(font, {"wght": weight}, inplace=True)
        # each weight needs a name of its own: reportlab takes fonts of one PostScript name for one font
        for name_id in (1, 4, 6):
            static["name"].setName(f"Congress{name}", name_id, 3, 1, 0x409)
            static["name"].setName(f"Congress{name}", name_id, 1, 0, 0)
        _put(name, static.save)


def _put(name: str, write: Callable[[Path], object]) -> None:
    partial = path_of(name).with_suffix(f".{os.getpid()}")
    write(partial)
    partial.replace(path_of(name))


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.ttf"


def _packaged(filename: str) -> Path:
    files = metadata.files(PACKAGE) or []
    return Path(str(next(file for file in files if file.name == filename).locate()))


@cache
def _coverage(name: str) -> frozenset[int]:
    """The characters that a font has; read from the variable original, so that forms need no prepared fonts."""
    with FontFile(_packaged(SOURCES[name][0]), lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=65_536)
def font_for(character: str, *, bold: bool = False) -> str | None:
    """The font that draws the character, or None where no bundled one has it."""
    code = ord(character)
    if code in _coverage("Sans"):
        return "SansBold" if bold else "Sans"
    return next((name for name in FALLBACKS if code in _coverage(name)), None)


@cache
def _serif_coverage() -> frozenset[int]:
    register_fonts()
    with FontFile(path_of(SERIF), lazy=True) as font:
        return frozenset(font.getBestCmap())


def is_whole_in_serif(text: str) -> bool:
    """Whether the song type has every character of a text; a name is never set in two faces."""
    return all(ord(character) in _serif_coverage() for character in text)


def unsupported_characters(text: str) -> list[str]:
    """The characters of the text that cannot be printed as they should be, each once, in order."""
    return list(dict.fromkeys(character for character in text if not _is_printable(character)))


@lru_cache(maxsize=65_536)
def _is_printable(character: str) -> bool:
    if unicodedata.category(character)[0] == "C" or unicodedata.name(character, "").startswith(SHAPED):
        return False
    return character.isspace() or font_for(character) is not None


@cache
def register_fonts() -> None:
    """Let reportlab know the fonts that nearly every text is drawn with, once in each process that draws."""
    with _lock:
        prepare_fonts()
        ttfonts.makeToUnicodeCMap = _to_unicode
    for name in SOURCES.keys() - FALLBACKS:
        register_font(name)


@cache
def register_font(name: str) -> None:
    """Let reportlab know one font; its tables fill megabytes, so the rare ones come when they are needed."""
    with _lock, path_of(name).open("rb") as file:
        font = ttfonts.TTFont(name, _Mapped(file))
        _slim(font.face)
        pdfmetrics.registerFont(font)


def _slim(face: ttfonts.TTFontFace) -> None:
    """Keep equal numbers of a font's tables once, and leave out what only shaped scripts need: 4 MB for each font."""
    once = _numbers.setdefault
    face.charToGlyph = {once(code, code): once(glyph, glyph) for code, glyph in face.charToGlyph.items()}
    face.charWidths = {once(code, code): once(width, width) for code, width in face.charWidths.items()}
    face.hmetrics = [once(metric, metric) for metric in face.hmetrics]
    face.glyphPos = array("L", face.glyphPos)
    face.glyphToChar = {}  # type: ignore[attr-defined]  # reportlab makes it while it reads


class _Mapped:
    """A file as reportlab reads one, whose bytes stay on the disk: twenty megabytes that every process shares."""

    def __init__(self, file: BinaryIO) -> None:
        self.name = file.name
        self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def read(self) -> mmap.mmap:
        return self._bytes


def _to_unicode(fontname: str, subset: list[int]) -> str:
    """The map from codes to text, in UTF-16 as PDF asks (ISO 32000 9.10.3).

    reportlab 5.1 writes the plain code point, which beyond the BMP reads back as another character.
    """
    pairs = [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset)]
    blocks = []
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    head = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap", "/CIDSystemInfo",
        f"<< /Registry ({fontname})", f"/Ordering ({fontname})", "/Supplement 0", ">> def",
        f"/CMapName /{fontname} def", "/CMapType 2 def", "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>", "endcodespacerange",
    ]  # fmt: skip
    tail = ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join([*head, *blocks, *tail])
