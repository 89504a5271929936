"""The police check: a narrow list goes out, passes come in, nothing else is kept."""

import io
from typing import Any

import openpyxl
from flask.testing import FlaskClient
from sqlalchemy import text

from congress.foundation.db import db
from tests.factories.accounts import signed_in
from tests.factories.privacy import NUMBER
from tests.privacy.test_registry import full
from tests.world import World, address_of

__all__ = ["full"]
PAGE = "/console/identity/police"


def office(world: World) -> FlaskClient:
    return signed_in(world.app, address_of("organiser"))


def taken_out(client: FlaskClient) -> list[tuple[Any, ...]]:
    answer = client.post(f"{PAGE}/list", data={"letter": "示例公函〔2036〕1号"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))


def bring(client: FlaskClient, *rows: tuple[str, ...], head: str = "编号,核查结果") -> Any:
    content = "\n".join([head, *(",".join(row) for row in rows)]).encode()
    return client.post(f"{PAGE}/results", data={"file": (io.BytesIO(content), "results.csv")})


def acts() -> list[str]:
    with db.engine.connect() as connection:
        found = connection.execute(
            text("SELECT act FROM audit_entries WHERE act LIKE '%viewed' OR act LIKE 'police.l%'")
        )
        return sorted(found.scalars())


def passes() -> int:
    with db.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM police_passes")).scalar_one())


def test_only_who_gave_a_number_is_on_the_list_and_each_number_is_logged(full: World) -> None:
    client = office(full)
    assert client.post(f"{PAGE}/list", data={"letter": " "}).status_code == 422
    assert acts() == []
    head, *rows = taken_out(client)
    assert head == ("编号", "姓名", "证件种类", "证件号码", "核查结果")
    assert [row[:2] + row[3:] for row in rows] == [(full.parts["code"], "示例校友甲", NUMBER, None)]
    assert acts() == ["identity.viewed", "police.listed"]


def test_who_passed_is_kept_until_it_is_taken_back(full: World) -> None:
    client = office(full)
    assert bring(client, (full.parts["code"].lower(), "通过"), (full.parts["spare"], "")).status_code == 302
    assert passes() == 1
    assert len(taken_out(client)) == 1
    assert bring(client, (full.parts["code"], "pass")).status_code == 302
    assert passes() == 1
    assert bring(client, (full.parts["code"], "none"), head="Code,Result of the check").status_code == 302
    assert passes() == 0


def test_a_sheet_with_anything_wrong_keeps_nothing_and_says_all(full: World) -> None:
    client = office(full)
    code = full.parts["code"]
    answer = bring(client, (code, "通过"), ("NOBODY", "通过"), (code, "通过"), (full.parts["spare"], "有前科"))
    page = answer.get_data(as_text=True)
    assert (answer.status_code, passes()) == (422, 0)
    for row in ("row 3", "row 4", "row 5"):
        assert row in page
    assert "有前科" not in page
    assert bring(client, (code,), head="编号").status_code == 422
    assert client.post(f"{PAGE}/results").status_code == 422
