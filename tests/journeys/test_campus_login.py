"""A school's contact comes in by the school's own login, by OpenID Connect and by CAS, and is told what went wrong."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from congress.foundation.db import unit_of_work
from congress.settings import CampusLogin
from tests.accounts.campus_servers import CLIENT, CLIENT_SECRET, EMAIL, CasServer, OpenIdServer
from tests.factories.accounts import make_user
from tests.factories.schools import UNIVERSITY
from tests.journeys.conftest import Site, accessibility_faults

pytestmark = pytest.mark.journey


@pytest.fixture
def schools(site: Site) -> Iterator[tuple[OpenIdServer, CasServer]]:
    openid, cas = OpenIdServer(), CasServer()
    logins = (
        CampusLogin(slug="oidc", kind="oidc", name="示例大学甲", school=UNIVERSITY, url=openid.address,
                    client_id=CLIENT, client_secret=CLIENT_SECRET),
        CampusLogin(slug="cas", kind="cas", name="示例大学乙", school=UNIVERSITY, url=f"{cas.address}/cas",
                    attribute="mail"),
    )  # fmt: skip
    settings = site.app.extensions["settings"]
    site.app.extensions["settings"] = replace(settings, public_url=site.address, campus_logins=logins)
    with site.app.app_context(), unit_of_work() as session:
        make_user(session, "school", email=EMAIL, kind="school", code=UNIVERSITY)
    yield openid, cas
    for server in (openid, cas):
        server.stop()


def test_a_contact_comes_in_by_the_login_of_the_school(
    schools: tuple[OpenIdServer, CasServer], visit: Callable[..., Page]
) -> None:
    openid, _cas = schools
    for name in ("示例大学甲", "示例大学乙"):
        page = visit()
        page.goto("/login?lang=zh&next=/school/")
        page.get_by_role("link", name=name).click()
        page.get_by_role("link", name="同意并登录").click()
        page.wait_for_url("**/school/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    # nobody is left in front of a page that says nothing
    openid.claims, openid.userinfo = {"email": None}, {"sub": "42"}
    page = visit()
    page.goto("/login?lang=zh")
    page.get_by_role("link", name="示例大学甲").click()
    page.get_by_role("link", name="同意并登录").click()
    expect(page.get_by_text("学校统一认证未提供您的邮箱")).to_be_visible()
    assert accessibility_faults(page) == []
    openid.stop()
    page.goto("/login?lang=en")
    page.get_by_role("link", name="示例大学甲").click()
    expect(page.get_by_text("Your school's login does not answer now.")).to_be_visible()
