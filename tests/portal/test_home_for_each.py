"""The public page in each language, and one's own for who is signed in."""

from tests.world import World


def test_each_language_has_its_own(world: World) -> None:
    chinese, english = (world.app.test_client().get("/", query_string={"lang": code}) for code in ("zh", "en"))
    assert 'lang="zh-CN"' in chinese.text
    assert "Alumni Congress" in english.text


def test_who_is_signed_in_sees_their_own_page_and_leaves_nothing_of_it(world: World) -> None:
    nobody = world.app.test_client().get("/").text
    with world.app.app_context():
        alumnus = world.client("alumnus")
    assert 'href="/me"' in alumnus.get("/").text
    assert world.app.test_client().get("/").text == nobody
    assert 'href="/me"' not in nobody
