"""What the check of a sealed paper tells apart: each kind of tampering, made as somebody would make it."""

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from congress.foundation.documents.pdf import A4, new_pdf
from congress.foundation.documents.seal import OwnSeal
from congress.foundation.documents.seal_check import check_seal
from congress.foundation.documents.text import draw_line
from congress.foundation.documents.verdicts import Verdict
from tests.tools import need


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> OwnSeal:
    return OwnSeal(tmp_path_factory.mktemp("keys"), "示例组织者（虚构）")


@pytest.fixture(scope="module")
def plain() -> bytes:
    out = BytesIO()
    with new_pdf(out, A4, title="示例意向书", language="zh") as canvas:
        for number in range(2):
            draw_line(canvas, 60, 700, f"示例意向书 第{number + 1}页 800 万元", 14)
            canvas.showPage()
    return out.getvalue()


@pytest.fixture(scope="module")
def sealed(own: OwnSeal, plain: bytes) -> bytes:
    return own.seal(plain, reason="示例")


def rewritten(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """As an editor saves it: the whole file anew."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def revised(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """As a careful forger saves it: the sealed bytes untouched, a revision behind them."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def one_other_byte(pdf: bytes) -> bytes:
    content = bytearray(pdf)
    content[len(content) // 3] ^= 1
    return bytes(content)


def cover(writer: IncrementalPdfFileWriter) -> None:
    ink = generic.StreamObject(stream_data=b"q 1 1 1 rg 50 690 300 30 re f Q")
    writer.add_stream_to_page(0, writer.add_object(ink))


def annotate(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/FreeText"),
        pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (60, 690, 300, 720))),
        pdf_name("/Contents"): generic.pdf_string("9,999"), pdf_name("/DA"): generic.pdf_string("/Helv 14 Tf"),
    })  # fmt: skip
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))


def drop_a_page(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Pages"]["/Kids"][0]
    writer.mark_update(writer.root.raw_get("/Pages"))


def add_a_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    empty = generic.DictionaryObject({
        pdf_name("/Type"): pdf_name("/Page"), pdf_name("/Parent"): writer.root.raw_get("/Pages"),
        pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
    })  # fmt: skip
    pages["/Kids"].append(writer.add_object(empty))
    pages["/Count"] = generic.NumberObject(3)
    writer.mark_update(writer.root.raw_get("/Pages"))


def add_words_about_it(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/Lang")] = generic.pdf_string("en")
    writer.update_root()


TAMPERINGS: list[tuple[str, Callable[[bytes], bytes], Verdict]] = [
    ("nothing", lambda pdf: pdf, Verdict.UNALTERED),
    ("one other byte", one_other_byte, Verdict.ALTERED),
    ("another amount", lambda pdf: pdf.replace(b"/Title", b"/Titel", 1), Verdict.ALTERED),
    ("saved anew by an editor", lambda pdf: rewritten(pdf, lambda _pdf: None), Verdict.ALTERED),
    ("a comment behind the end", lambda pdf: pdf + b"\n% added", Verdict.EXTENDED),
    ("another language behind the seal", lambda pdf: revised(pdf, add_words_about_it), Verdict.EXTENDED),
    ("a page behind the seal", lambda pdf: revised(pdf, add_a_page), Verdict.EXTENDED),
    ("a stamp over the amount", lambda pdf: revised(pdf, cover), Verdict.OVERLAID),
    ("a note over the amount", lambda pdf: revised(pdf, annotate), Verdict.OVERLAID),
    ("a page taken away behind the seal", lambda pdf: revised(pdf, drop_a_page), Verdict.OVERLAID),
    ("the last bytes lost", lambda pdf: pdf[:-40], Verdict.TRUNCATED),
    ("half of it lost", lambda pdf: pdf[: len(pdf) // 2], Verdict.TRUNCATED),
    ("half of it lost, and an end put on", lambda pdf: pdf[:-400] + b"\n%%EOF\n", Verdict.TRUNCATED),
    ("bytes lost in the middle", lambda pdf: pdf[:2000] + pdf[2400:], Verdict.ALTERED),
    ("the wrong kind of file", lambda _pdf: b"PK\x03\x04 no paper", Verdict.UNREADABLE),
    ("only a head", lambda _pdf: b"%PDF-1.7\n%%EOF", Verdict.UNREADABLE),
]  # fmt: skip


@pytest.mark.parametrize(("what", "tamper", "verdict"), TAMPERINGS, ids=[what for what, _how, _told in TAMPERINGS])
def test_each_kind_of_tampering_is_told_by_its_name(
    what: str, tamper: Callable[[bytes], bytes], verdict: Verdict, sealed: bytes, own: OwnSeal
) -> None:
    assert check_seal(tamper(sealed), own).verdict == verdict, what


def test_a_paper_without_a_seal_or_with_a_strangers_is_not_ours(
    plain: bytes, sealed: bytes, own: OwnSeal, tmp_path: Path
) -> None:
    stranger = OwnSeal(tmp_path, own.name)
    assert check_seal(plain, own).verdict is Verdict.UNSEALED
    # the same words on the certificate help nobody: the key decides
    assert check_seal(stranger.seal(plain, reason="示例"), own).verdict is Verdict.NOT_OURS
    # the base of our own file, altered and sealed anew by somebody else
    assert check_seal(stranger.seal(revised(plain, cover), reason="示例"), own).verdict is Verdict.NOT_OURS
    assert check_seal(sealed, stranger).verdict is Verdict.NOT_OURS


def test_every_cut_of_a_sealed_file_is_found(sealed: bytes, own: OwnSeal, plain: bytes) -> None:
    lengths = [length for length in range(8, len(sealed), max(1, len(sealed) // 60)) if length != len(plain)]
    wrong = {length for length in lengths if check_seal(sealed[:length], own).good}
    assert wrong == set()


@pytest.mark.parametrize(("what", "tamper", "verdict"), TAMPERINGS[:11], ids=[row[0] for row in TAMPERINGS[:11]])
def test_pdfsig_never_calls_whole_what_we_call_tampered(
    what: str, tamper: Callable[[bytes], bytes], verdict: Verdict, sealed: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(tamper(sealed))
    told = subprocess.run(
        [need("pdfsig"), "-nocert", str(file)], capture_output=True, text=True, check=False
    ).stdout  # fmt: skip
    whole = "Signature is Valid." in told and "Total document signed" in told
    assert whole == (verdict is Verdict.UNALTERED), (what, told)
