"""A name that was printed is the name that another program reads."""

import io
import subprocess
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from congress.foundation.documents.fonts import unsupported_characters
from congress.foundation.documents.pdf import A4, MM, new_pdf
from congress.foundation.documents.text import draw_box
from tests.tools import need

NAMES = [
    "示例甲",
    "𬱟",
    "示䶮㛃",
    "示例·买买提江·虚构",
    "Éléonore Exemple-Müller",
    "示" * 50,
]


def printed(name: str) -> bytes:
    out = io.BytesIO()
    with new_pdf(out, A4, title="示例", language="zh") as canvas:
        draw_box(canvas, 20 * MM, 270 * MM, name, 170 * MM, 40 * MM, largest=48, bold=True)
    return out.getvalue()


def without_space(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_text_taken_out_of_a_document_is_the_text_put_in(name: str, tmp_path: Path) -> None:
    content = printed(name)
    page = PdfDocument(content)[0]
    assert without_space(page.get_textpage().get_text_range()) == without_space(name)
    file = tmp_path / "name.pdf"
    file.write_bytes(content)
    done = subprocess.run([need("pdftotext"), "-enc", "UTF-8", file, "-"], capture_output=True, check=True)
    assert without_space(done.stdout.decode()) == without_space(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_font_in_a_document_is_embedded(name: str, tmp_path: Path) -> None:
    file = tmp_path / "name.pdf"
    file.write_bytes(printed(name))
    listed = subprocess.run([need("pdffonts"), file], capture_output=True, check=True, text=True).stdout
    fonts = listed.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), listed


@pytest.mark.parametrize(
    ("text", "refused"), [("示例", []), ("བོད", ["བ", "ོ", "ད"]), ("Ștefan", ["Ș"]), ("ab\ue000", ["\ue000"])]
)
def test_what_cannot_be_printed_as_it_should_be_is_named(text: str, refused: list[str]) -> None:
    assert unsupported_characters(text) == refused
