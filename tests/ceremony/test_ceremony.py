"""The ceremony up to its last minute: order, cues, substitutions, and what may be told."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.ceremony.conftest import Hall
from tests.factories.office import C
from tests.tools import need

HOST, INVESTOR = "示例县人民政府（虚构）", "示例（虚构）新材料有限公司"


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    told = subprocess.run(
        [need("pdftotext"), "-layout", str(file), "-"], capture_output=True, text=True, check=True
    ).stdout  # fmt: skip
    return "".join(told.split())


def test_cues_move_the_stage_on_one_by_one_by_group_and_back(hall: Hall) -> None:
    assert hall.cues() == ["next", "waiting", "waiting"]
    hall.post("cue", act="next", seen=0)
    assert hall.cues() == ["on_stage", "next", "waiting"]
    hall.post("cue", act="back", seen=1)
    hall.post("cue", act="group", seen=0)
    assert hall.cues() == ["on_stage", "on_stage", "next"]
    hall.post("cue", act="group", seen=1)
    assert hall.cues() == ["done", "done", "on_stage"]
    hall.post("cue", act="next", seen=2)
    assert hall.cues() == ["done", "done", "done"]
    hall.post("cue", 409, act="next", seen=3)
    hall.post("cue", act="back", seen=3)
    assert hall.cues() == ["done", "done", "on_stage"]


def test_two_who_press_at_once_move_the_stage_once(hall: Hall) -> None:
    hall.post("cue", act="next", seen=0)
    hall.post("cue", 409, act="next", seen=0)
    assert hall.cues() == ["on_stage", "next", "waiting"]
    hall.post("cue", 422, act="explode", seen=1)


def test_nothing_is_taken_back_before_the_first_cue(hall: Hall) -> None:
    hall.post("cue", 409, act="back", seen=0)


def test_an_agreement_moves_between_groups_and_out_a_minute_before(hall: Hall) -> None:
    first, second, third = hall.ids
    hall.post("place", intention=[first], batch=hall.batches[1], position=1)
    assert hall.order() == [[second], [first, third]]
    numbers = {act.intention.public_id: act.number for act in hall.stage().acts}
    hall.post("place", intention=[third, second], batch="")
    assert hall.order() == [[], [first]]
    hall.post("place", intention=[third], batch=hall.batches[0])
    again = {act.intention.public_id: act.number for act in hall.stage().acts}
    # a number that was printed belongs to its agreement for good
    assert again == {one: numbers[one] for one in (first, third)}
    assert numbers == {first: "2036-001", second: "2036-002", third: "2036-003"}


def test_who_is_on_stage_is_not_moved(hall: Hall) -> None:
    hall.post("cue", act="next", seen=0)
    hall.post("place", 409, intention=[hall.ids[0]], batch="")
    assert hall.order()[0] == hall.ids[:2]


def test_nothing_ticked_and_unknown_things_are_refused(hall: Hall) -> None:
    hall.post("place", 422, batch=hall.batches[0])
    hall.post("place", 404, intention=[hall.ids[0]], batch=999_999)
    hall.post("place", 404, intention=["nobody-knows"], batch=hall.batches[0])
    hall.post("batches/999999", 404, title_zh="示例")
    assert hall.order() == [hall.ids[:2], hall.ids[2:]]


def test_groups_have_titles_and_an_order_and_only_empty_ones_go(hall: Hall) -> None:
    hall.post("batches", title_zh="示例第三组", title_en="Third example group")
    added = hall.stage().groups[2].batch.id
    hall.post(f"batches/{added}", title_zh="示例开场组", title_en="", place=1)
    assert [group.batch.title_zh for group in hall.stage().groups] == ["示例开场组", "示例第一组", "示例第二组"]
    hall.post(f"batches/{hall.batches[0]}/remove", 409)
    hall.post(f"batches/{added}/remove")
    assert [group.batch.position for group in hall.stage().groups] == [1, 2]
    hall.post("batches", 422, title_zh="")


def test_a_substitution_needs_its_reason_and_everything_printed_follows(hall: Hall, tmp_path: Path) -> None:
    page = f"agreements/{hall.ids[0]}/signatory"
    host = {"party": 1, "post": "县长"}
    hall.post(page, **host, name="示例县长甲")
    answer = hall.post(page, 422, **host, name="示例县长乙")
    assert "示例县长乙" in answer
    hall.post(page, **host, name="示例县长乙", reason="示例：临时公务")
    seen = hall.client.get(f"/console/ceremony/agreements/{hall.ids[0]}").get_data(as_text=True)
    assert all(word in seen for word in ("示例县长甲", "示例县长乙", "示例：临时公务"))
    for paper in ("running-order", "cards", "names"):
        told = text_of(hall.client.get(f"/console/ceremony/{paper}.pdf").data, tmp_path)
        assert "示例县长乙" in told, paper
        assert "示例县长甲" not in told, paper
    for place in ("", "/stage"):
        assert "示例县长乙" in hall.client.get(f"/console/ceremony{place}").get_data(as_text=True)
    sign = hall.client.get(f"/console/intentions/{hall.ids[0]}/sign/1").get_data(as_text=True)
    assert 'value="示例县长乙"' in sign


def test_who_signs_may_change_while_the_text_that_is_signed_stays(hall: Hall) -> None:
    path = f"{C}/intentions/{hall.ids[0]}"
    body = {"signatory": "示例代表", "party": INVESTOR}
    first = hall.office.ask("organiser", "POST", f"{path}/sign", body, 200)
    hall.post(f"agreements/{hall.ids[0]}/signatory", party=1, name="示例县长甲")
    second = hall.office.ask("organiser", "POST", f"{path}/sign", body | {"party": HOST}, 200)
    assert {one["text_sha256"] for one in second["signatures"]} == {first["signatures"][0]["text_sha256"]}


def test_one_look_says_who_is_in_the_building(hall: Hall) -> None:
    ask = hall.office.ask
    guest = ask("organiser", "POST", f"{C}/registrations", {
        "name": "示例签约人", "email": "guest@congress.test", "consent": True,
    }, 201)  # fmt: skip
    hall.post(f"agreements/{hall.ids[0]}/signatory", party=0, name="示例签约人", registration=guest["code"])
    hall.post(f"agreements/{hall.ids[0]}/signatory", 422, party=1, name="示例", registration="NOBODY")

    def seen() -> dict[str, str]:
        act = next(hall.stage().acts)
        return {one.name: one.presence.value for one in act.people}

    assert seen() == {"示例签约人": "away", HOST: "unknown", "示例见证人": "unknown"}
    assert hall.stage().missing == 1
    ask("organiser", "POST", f"{C}/gates", {"slug": "main", "name": "示例正门", "daily": True}, 201)
    scan, now = {"token": guest["badge"]["token"], "gate": "main"}, datetime.now(UTC)
    for at, offline, where in ((now - timedelta(days=1), True, "away"), (now, False, "here")):
        told = scan | {"id": where, "scanned_at": at.isoformat(), "offline": offline}
        ask("organiser", "POST", f"{C}/scans", {"device": "phone", "scans": [told]}, 200)
        assert seen()["示例签约人"] == where, "who came yesterday is not here today"
    assert hall.stage().missing == 0


def test_a_sum_of_money_grows_by_consented_amounts_alone(hall: Hall) -> None:
    hall.post(f"agreements/{hall.ids[0]}/consents", may_amount=["0", "1"], may_name=["0"])
    hall.post(f"agreements/{hall.ids[1]}/consents", may_amount=["0"])
    hall.post("cue", act="group", seen=0)
    assert hall.stage().totals.done == 0
    hall.post("cue", act="group", seen=1)
    totals = hall.stage().totals
    assert (totals.done, totals.told, totals.fen) == (2, 1, 100_000_000)
    acts = list(hall.stage().acts)
    assert [act.may_be_named for act in acts] == [False, False, False]


def test_a_change_of_the_parties_keeps_who_signs_for_those_that_stay(hall: Hall) -> None:
    hall.post(f"agreements/{hall.ids[0]}/signatory", party=1, name="示例县长甲")
    parties = [{"role": "host", "name": HOST}, {"role": "investor", "name": "示例（虚构）另一公司"}]
    hall.office.ask("organiser", "PATCH", f"{C}/intentions/{hall.ids[0]}", {"parties": parties}, 200)
    act = next(hall.stage().acts)
    assert [one.name for one in act.people] == ["示例县长甲", "示例（虚构）另一公司"]


def test_a_program_reads_orders_and_moves_the_ceremony(hall: Hall) -> None:
    def ask(method: str, path: str, body: object, status: int) -> dict[str, Any]:
        answer: dict[str, Any] = hall.office.ask("organiser", method, f"{C}/ceremony{path}", body, status)
        return answer

    shown = ask("GET", "", None, 200)
    assert [[one["intention"] for one in batch["agreements"]] for batch in shown["batches"]] == hall.order()
    [first, *_rest] = shown["batches"][0]["agreements"]
    assert (first["number"], first["cue"]) == ("2036-001", "next")
    assert {(one["party"], one["presence"]) for one in first["standing"]} >= {(INVESTOR, "unknown"), (HOST, "unknown")}
    added = ask("POST", "/batches", {"zh": "示例第三组"}, 201)["batches"][-1]["id"]
    placed = ask("POST", "/place", {"intentions": [hall.ids[2]], "batch": added}, 200)
    assert [one["intention"] for one in placed["batches"][-1]["agreements"]] == [hall.ids[2]]
    assert ask("POST", "/cue", {"act": "next", "seen": 0}, 200)["cue"] == 1
    assert ask("POST", "/cue", {"act": "next", "seen": 0}, 409)["type"].endswith("/state-refused")
    assert ask("POST", "/place", {"intentions": [hall.ids[0]]}, 409)["type"].endswith("/state-refused")
    assert ask("POST", "/place", {"intentions": [hall.ids[1]], "batch": 0}, 404)["type"].endswith("/not-found")
    assert ask("POST", "/cue", {"act": "explode", "seen": 1}, 422)["errors"][0]["field"] == "act"
