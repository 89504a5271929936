"""The chapter 签约项目 of the handbook: what may be told of the ceremony, and nothing else."""

from datetime import UTC, datetime
from io import BytesIO

import pypdfium2
import pytest
from docx import Document

from congress.foundation.db import reading
from congress.handbook.production import Kind, draw, matter_of
from congress.handbook.speech import Tongue
from congress.programme.queries import the_congress
from tests.ceremony.conftest import Hall

COMPANY = "示例（虚构）新材料有限公司"


def handbook(form: str = "pdf", tongue: str = "zh", kind: str = "handbook") -> str:
    """Everything that the handbook, or another paper, says."""
    with reading() as session:
        matter = matter_of(session, the_congress(session), Tongue(tongue), now=datetime.now(UTC))
    out = BytesIO()
    draw(out, matter, {"kind": kind, "tongue": tongue, "format": form}, slogan=[], people=[])
    if form == "docx":
        document = Document(out)
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(one.text for one in document.paragraphs), *cells])
    with pypdfium2.PdfDocument(out.getvalue()) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf).replace("\r\n", "")


def tell(hall: Hall, number: int, secrecy: str, *, amount: bool = False) -> None:
    """Every party agrees."""
    more = {"may_amount": ["0", "1"]} if amount else {}
    hall.post(f"agreements/{hall.ids[number]}/consents", may_name=["0", "1"], secrecy=secrecy, **more)


def test_the_handbook_names_what_is_public_and_counts_the_rest(hall: Hall) -> None:
    tell(hall, 0, "public", amount=True)
    tell(hall, 1, "internal", amount=True)
    tell(hall, 2, "secret", amount=True)
    for said in (handbook(), handbook("docx")):
        assert "签约项目" in said
        assert "示例项目0" in said
        assert COMPANY in said
        assert said.count("100 万元") == 1
        assert "示例项目1" not in said
        assert "示例项目2" not in said
        assert "示例第一组" in said
        assert "示例第二组" not in said
        assert "另有 2 个项目不列名" in said
        assert "按签约仪式的次序排列" in said


def test_a_public_project_stands_without_name_or_amount_until_every_party_agreed(hall: Hall) -> None:
    hall.post(f"agreements/{hall.ids[0]}/consents", may_name=["0"], may_amount=["0"], secrecy="public")
    assert "示例项目0" not in handbook()
    tell(hall, 0, "public")
    said = handbook(tongue="both")
    assert "示例项目0" in said
    assert "万元" not in said
    assert "Projects to be signed" in said


@pytest.mark.one_database
def test_a_business_secret_is_not_even_told_in_the_hall(hall: Hall) -> None:
    tell(hall, 0, "secret", amount=True)
    act = next(hall.stage().acts)
    assert not act.may_be_named
    assert not act.may_tell_amount
    hall.post(f"agreements/{hall.ids[0]}/consents", 422, may_name=["0"], secrecy="unknown")
    assert next(hall.stage().acts).intention.secrecy == "secret"
    assert [kind for kind in Kind if "示例项目0" in handbook("docx", kind=kind)] == []
