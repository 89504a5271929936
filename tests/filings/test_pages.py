"""Filings on the pages of a school, of the organisers and of the investor."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from congress.foundation.db import reading
from tests.factories.accounts import signed_in
from tests.factories.filings import INVESTOR, last_code, last_secret
from tests.factories.office import PDF, C, Office

# what the pages show does not hang on the database
pytestmark = pytest.mark.one_database
TYPED = {
    "filer": "HN-T-U1", "title": "示例新材料项目", "investor": INVESTOR, "hint": "示例市注册（虚构）",
    "division": "示例县", "industry": "T1", "amount": "10000",
}  # fmt: skip


def shown(client: FlaskClient, path: str, **sent: Any) -> str:
    page = client.post(path, data=sent, follow_redirects=True) if sent else client.get(path)
    assert page.status_code == 200, page.get_data(as_text=True)[-2000:]
    return page.get_data(as_text=True)


def test_a_school_files_asks_follows_up_and_the_organiser_sees_the_chain(app: Flask) -> None:
    office = Office(app.test_client())
    school, organiser = (signed_in(app, f"{name}@congress.test") for name in ("school", "organiser"))
    refused = school.post("/console/filings/new", data=TYPED | {"amount": "-1", "hint": "<b>示例"})
    assert refused.status_code == 422
    assert "&lt;b&gt;示例" in refused.get_data(as_text=True)
    page = shown(school, "/console/filings/new", **TYPED)
    assert "请尽快请投资方确认" in page
    [filed] = office.ask("school", "GET", f"{C}/filings")["items"]
    path = f"/console/filings/{filed['id']}"
    assert "待投资方确认" in shown(school, path)
    assert "请通过另一渠道将验证码告知投资方" in shown(school, f"{path}/ask", email="investor@congress.test", phone="")
    assert school.post(f"{path}/ask", data={"email": "nobody", "phone": ""}).status_code == 422
    shown(school, f"{path}/ask", email="investor@congress.test", phone="13900000078")
    with reading() as session:
        secret, code = last_secret(session), last_code(session)
    visitor = app.test_client()
    assert INVESTOR not in shown(visitor, f"/confirm/{secret}")
    assert INVESTOR in shown(visitor, f"/confirm/{secret}", code=code)
    assert "的备案已确认" in shown(visitor, f"/confirm/{secret}", code=code, answer="yes")
    proof = {"text": "陪同考察", "evidence": (io.BytesIO(PDF), "proof.pdf")}
    assert "保护期延长一次" in shown(school, f"{path}/follow", **proof)
    listed = shown(organiser, "/console/filings")
    assert "备案链完整" in listed
    assert filed["hash"] in listed
    assert "备案链完整" not in shown(school, "/console/filings")


def test_an_organiser_links_by_hand_and_takes_the_link_off(app: Flask) -> None:
    office = Office(app.test_client())
    school, organiser = (signed_in(app, f"{name}@congress.test") for name in ("school", "organiser"))
    shown(school, "/console/filings/new", **TYPED)
    [filed] = office.ask("school", "GET", f"{C}/filings")["items"]
    path = f"/console/filings/{filed['id']}"
    intention = office.intention(
        title="改名后的项目", parties=[{"role": "investor", "name": "改名后的（虚构）公司"}], schools=[]
    )["id"]
    link = {"intention": intention, "basis": "营业执照变更记录（虚构）"}
    assert organiser.post(f"{path}/link", data=link).status_code == 409
    shown(school, f"{path}/ask", email="investor@congress.test", phone="13900000078")
    with reading() as session:
        secret, code = last_secret(session), last_code(session)
    shown(app.test_client(), f"/confirm/{secret}", code=code, answer="yes")
    assert organiser.post(f"{path}/link", data=link | {"intention": "nobody-knows"}).status_code == 404
    assert "改名后的项目" in shown(organiser, f"{path}/link", **link)
    behind = shown(organiser, f"/console/intentions/{intention}/filings")
    assert "已有份额" in behind
    assert "示例大学" in behind
    assert "已取消与签约意向的关联" in shown(organiser, f"{path}/unlink", reason="认错项目")
    assert "该项目无事前备案" in shown(organiser, f"/console/intentions/{intention}/filings")
