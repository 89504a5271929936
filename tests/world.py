"""One congress with something of everybody's in it, and everybody who may ask for it."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient

from congress.accounts.actions import create_user
from congress.accounts.addresses import Address
from congress.accounts.models import User
from congress.accounts.queries import tokens_of, user_by_address
from congress.attendance.actions import certify
from congress.checkin.devices import invite_device
from congress.checkin.parties import keep_party
from congress.checkin.protocol import entrust_guest
from congress.checkin.queries import gate_by_slug
from congress.checkin.supervision import appoint_supervisor
from congress.foundation.access import SYSTEM, Actor, Grant
from congress.foundation.batches import batch_by_public_id
from congress.foundation.db import reading, unit_of_work
from congress.handbook.feeds import renew_feed
from congress.handbook.printing import print_badges
from congress.helpdesk.actions import make_call
from congress.programme.models import Speaker
from congress.programme.queries import the_congress
from congress.programme.releases import propose_release
from congress.programme.waiting import keep_file
from congress.questions.actions import save_question
from congress.questions.models import FollowUp, FollowUpSheet
from congress.questions.queries import draft_form
from congress.questions.rules import Question
from congress.questions.states import Kind
from congress.registration.models import CredentialPhoto
from congress.registration.queries import registration_by_code
from congress.registration.rosters import keep_roster
from congress.screens.states import Scene
from congress.signing.queries import intention_of_congress
from tests.factories.accounts import make_token, make_user
from tests.factories.campaigns import make_campaign, make_letter, make_reminder
from tests.factories.ceremony import make_ceremony
from tests.factories.changes import slip_of
from tests.factories.coordination import make_event
from tests.factories.delegations import send_delegation
from tests.factories.exports import write_out
from tests.factories.filings import make_filing, make_filing_link
from tests.factories.marked import SECRET
from tests.factories.office import PDF, C
from tests.factories.payments import sell_something
from tests.factories.people import doubles_of
from tests.factories.privacy import rights_of
from tests.factories.programme import (
    OPENING,
    SHEET,
    make_congress,
    make_forum,
    make_picture,
    make_session,
    make_sponsor,
)
from tests.factories.promises import keep_and_ask
from tests.factories.questions import answer_with_more
from tests.factories.returns import open_a_month
from tests.factories.schools import (
    OTHER_PREFECTURE,
    OTHER_UNIVERSITY,
    PREFECTURE,
    UNIVERSITY,
    make_reference,
)
from tests.factories.screens import show
from tests.factories.signing import make_link
from tests.factories.stay import host
from tests.factories.topics import make_call_for_topics
from tests.factories.yearly import release_a_report

# the columns of table.txt, in their order: name, role, scope kind, scope code
PEOPLE: list[tuple[str, str | None, str | None, str | None]] = [
    ("nobody", None, None, None),
    ("alumnus", "alumnus", None, None),
    ("other alumnus", "alumnus", None, None),
    ("organiser", "organiser", None, None),
    ("viewer", "viewer", None, None),
    ("officer", "officer", None, None),
    ("verifier", "verifier", "province", None),
    ("verifier of the division", "verifier", "division", PREFECTURE),
    ("verifier of another", "verifier", "division", OTHER_PREFECTURE),
    ("school", "school", "school", UNIVERSITY),
    ("other school", "school", "school", OTHER_UNIVERSITY),
    ("division", "division", "division", PREFECTURE),
    ("other division", "division", "division", OTHER_PREFECTURE),
    ("gate", "gate", "gate", "main"),
    ("other gate", "gate", "gate", "side"),
    ("system admin", "system_admin", None, None),
    ("security admin", "security_admin", None, None),
    ("auditor", "auditor", None, None),
]
PHONE = "+8613900000001"
NAMES = [name for name, *_rest in PEOPLE]


def address_of(name: str) -> str:
    return f"{name.replace(' ', '-')}@congress.test"


@dataclass
class World:
    """The app, everybody's way to ask, and the values of the rules' parts."""

    app: Flask
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)

    def build(self) -> "World":
        """Everything belongs to `alumnus`, `school`, `division`, and gate `main`."""
        with unit_of_work() as session:
            congress = make_congress(session)
            forum = make_forum(session, congress, "opening")
            make_reference(session)
            speaker = Speaker(congress_id=congress.id, name="示例讲者甲")
            talk = make_session(session, congress, "talk", room_id=forum.room_id, label="invest", speakers=[speaker])
            make_session(session, congress, "spare")
            sponsor, spare = (
                make_sponsor(session, congress, "示例（虚构）公司"),
                make_sponsor(session, congress, "示例报社"),
            )
            self.parts |= {
                "int:sponsor": str(sponsor.id), "spare_sponsor": str(spare.id), "photo": make_picture(session),
                "spare_item": "spare", "int:item": str(talk.id), "int:room": str(forum.room_id),
                "int:speaker": str(speaker.id), "track": "invest", "int:version": "1",
            }  # fmt: skip
            for name, role, kind, code in PEOPLE:
                if role is not None:
                    address = Address(email=address_of(name), phone=PHONE if name == "alumnus" else None)
                    user = create_user(
                        session, address, name=name, password=None,
                        grants=[Grant(role, kind, code)], by=SYSTEM, now=datetime.now(UTC),
                    )  # fmt: skip
                    self.tokens[name] = make_token(session, user)
            clerk = make_user(session, "viewer", email="clerk@congress.test")
            make_token(session, clerk)
            [token] = tokens_of(session, clerk.id)
            self.parts |= {"user": str(clerk.id), "token": str(token.id)}
        self._act(congress.id)
        self._file()
        exported = self.ask("organiser", "POST", f"{C}/exports", {"list": "forums"})["job"]
        self.parts |= {"exported": write_out(exported), "listing": "forums"}
        return self

    def _act(self, congress_id: int) -> None:
        """What everybody did, so that there is something to ask for."""
        self.parts |= {"congress": "2036", "slug": "2036", "forum": "opening", "gate": "main", "lang": "zh"}
        ask = self.ask
        registered = ask("alumnus", "POST", f"{C}/registrations", {
            "name": "示例校友甲", "email": address_of("alumnus"), "consent": True, "forums": ["opening"],
            "schools": [{"code": UNIVERSITY, "graduated": 2001}],
        })  # fmt: skip
        spare = ask(
            "organiser", "POST", f"{C}/registrations", {"name": "示例校友乙", "phone": PHONE, "consent": True}
        )  # fmt: skip
        for gate in ("main", "side"):
            ask("organiser", "POST", f"{C}/gates", {"slug": gate, "name": "示例签到点", "forum": None})
        ask("organiser", "POST", f"{C}/gates", {"slug": "arrival", "name": "示例报到台", "kind": "desk"})
        for gate, device in (("main", "one"), ("side", "other")):
            seen = {"id": device, "token": registered["badge"]["token"], "gate": gate, "offline": True}
            scan = seen | {"scanned_at": datetime.now(UTC).isoformat()}
            ask("organiser", "POST", f"{C}/scans", {"device": device, "scans": [scan]})
        with unit_of_work() as session:
            show(session, the_congress(session), "main", Scene.FIGURES)
        self._man_the_gates(congress_id, registered["code"], spare["code"])
        proof = self._upload("division")
        intention = ask("organiser", "POST", f"{C}/intentions", {
            "title": f"{SECRET}项目", "category": "investment", "division": PREFECTURE, "industry": "示例产业",
            "amount_fen": 100_000_000, "currency": "CNY", "planned": f"{SECRET}计划", "secrecy": "secret",
            "parties": [{"role": "investor", "name": f"{SECRET}公司"}, {"role": "host", "name": "示例市（虚构）"}],
            "alumni": [{"registration": registered["code"]}], "schools": [{"code": UNIVERSITY}],
        })  # fmt: skip
        path = f"{C}/intentions/{intention['id']}"
        for party in intention["parties"]:
            ask("organiser", "POST", f"{path}/sign", {"signatory": "示例代表", "party": party["name"]})
        invited = ask("organiser", "POST", f"{C}/invitations", {"label": "示例嘉宾"})
        today = datetime.now(UTC).date().isoformat()
        arrival = {"kind": "capital_arrived", "occurred_on": today, "amount_fen": 1_000_000, "note": SECRET}
        accepted = ask("division", "POST", f"{path}/milestones", arrival | {"evidence": [proof]})
        ask("verifier", "POST", f"{C}/milestones/{accepted['id']}/verify", {"decision": "accept", "reason": "示例"})
        waiting = ask("division", "POST", f"{path}/milestones", arrival | {"kind": "started", "evidence": []})
        self._promise(path, today)
        plan = ask("organiser", "POST", f"{C}/forums/opening/seating", {
            "blocks": [{"kind": kind, "name": f"示例{kind}", "columns": 4} for kind in ("rows", "table")],
        })  # fmt: skip
        self.parts["int:seats"] = plan["blocks"][1]["id"]
        with unit_of_work() as session:
            self.parts |= make_call_for_topics(session, the_congress(session), address_of("verifier"))
        self._ask_a_question(congress_id, registered["code"])
        unsigned = ask("organiser", "POST", f"{C}/intentions", {
            "title": "示例未签项目", "category": "research", "division": OTHER_PREFECTURE, "amount_fen": 1,
            "currency": "CNY", "parties": [{"role": "host", "name": "示例乙市（虚构）"}], "alumni": [],
        })  # fmt: skip
        with unit_of_work() as session:
            on_stage = intention_of_congress(session, congress_id, intention["id"])
            self.parts |= {"signing_secret": make_link(session, unsigned["id"]), "other_project": unsigned["id"]}
            self.parts["int:batch"] = str(make_ceremony(session, the_congress(session), [on_stage]).id)
        published = ask("organiser", "POST", f"{C}/boards/investment-university/publications", {})
        objection = ask(
            "alumnus", "POST", f"/api/v1/publications/{published['id']}/objections",
            {"objector": "示例校友甲", "text": "示例异议"},
        )  # fmt: skip
        self._plan_and_certify(congress_id, registered["code"])
        self.parts["claim"] = ask("school", "GET", f"{C}/claims")["items"][0]["id"]
        dispute = ask(
            "organiser", "POST", f"{C}/disputes",
            {"intention": intention["id"], "kind": "university",
             "entities": [UNIVERSITY, OTHER_UNIVERSITY], "reason": SECRET},
        )  # fmt: skip
        job = ask("organiser", "POST", f"{C}/badges/print", {"sheet": "a4_4"})["job"]
        with reading() as session:
            batch = batch_by_public_id(session, job)
            assert batch is not None
        print_badges(batch.id)
        self._call_for_help()
        self._ask_for_rights(registered["code"])
        self._report()
        self._keep_the_list(congress_id, registered["code"])
        self._write_to_many(congress_id, registered["code"])
        self.parts |= {
            "desk": "arrival", "screen": "main", "act": "logo", "sheet": "a6",
            "agreement": intention["id"], "job": job, "invitation": invited["id"], "dispute": dispute["id"],
            "spare": spare["code"], "code": registered["code"], "intention": intention["id"],
            "upload": proof, "key": "talk", "milestone": waiting["id"], "publication": published["id"],
            "objection": objection["id"], "board": "investment-university",
        }  # fmt: skip

    def _plan_and_certify(self, congress_id: int, code: str) -> None:
        """Dates beside the congress, a file and a release that wait, a certificate, an agenda to subscribe to."""
        with unit_of_work() as session:
            jubilee, talks = (make_event(session, title, UNIVERSITY) for title in ("示例校庆", "示例论坛"))
            self.parts |= {"int:event": str(jubilee.id), "spare_event": str(talks.id)}
            planner = user_by_address(session, address_of("organiser"))
            assert planner is not None
            by = Actor(user_id=planner.id, display_name="示例组织者")
            keep_file(session, the_congress(session), SHEET, "sheet.csv", "", by=by, now=datetime.now(UTC))
            brought = keep_roster(
                session, the_congress(session), "姓名,单位\n示例参会者,示例（虚构）公司\n".encode(), "people.csv",
                by=by, now=datetime.now(UTC),
            )  # fmt: skip
            self.parts["file"] = brought.public_id
            propose_release(
                session,
                the_congress(session),
                "",
                by=Actor(user_id=0, display_name="示例初审人"),
                now=datetime.now(UTC),
            )
            found = registration_by_code(session, congress_id, code)
            certificate, _presence = certify(
                session, the_congress(session), found, zone=ZoneInfo("Asia/Shanghai"), by=SYSTEM,
                now=OPENING + timedelta(days=9),
            )  # fmt: skip
            self.parts["certificate"] = certificate.code
            self.parts["secret"] = renew_feed(session, found, now=datetime.now(UTC))
            self.parts |= sell_something(session, the_congress(session), found)
            self.parts |= host(session, the_congress(session), found)
            self.parts |= send_delegation(session, the_congress(session))

    def _ask_for_rights(self, code: str) -> None:
        """A number of a document, an export, and a letter about somebody who is registered nowhere."""
        now = datetime.now(UTC)
        with unit_of_work() as session:
            congress = the_congress(session)
            found = registration_by_code(session, congress.id, code)
            self.parts |= rights_of(session, congress, found, address_of("alumnus"), now=now)

    def _call_for_help(self) -> None:
        with unit_of_work() as session:
            caller = user_by_address(session, address_of("alumnus"))
            assert caller is not None
            call = make_call(
                session, the_congress(session),
                {"name": "示例校友甲", "contact": address_of("alumnus"), "language": "zh", "field": "other",
                 "subject": "示例", "text": "示例"},
                zone=ZoneInfo("Asia/Shanghai"), by=Actor(user_id=caller.id, display_name="示例校友甲"),
                now=datetime.now(UTC),
            )  # fmt: skip
            self.parts["call"] = call.public_id

    def _file(self) -> None:
        """What a school filed before the deal, followed up with a file, and a link to another one's investor."""
        with unit_of_work() as session:
            filing = make_filing(session, investor="示例待备案（虚构）公司", title="示例待备案项目")
            self.parts["filing_secret"] = make_filing_link(
                session, make_filing(session, investor="另一示例投资（虚构）", title="另一预期项目")
            )
            self.parts["project"] = filing.public_id
        self.parts["proof"] = self._upload("school")
        followed = {"text": "示例跟进", "evidence": [self.parts["proof"]]}
        self.ask("school", "POST", f"{C}/filings/{filing.public_id}/follow-ups", followed)

    def _upload(self, who: str) -> str:
        sent = {"file": (io.BytesIO(PDF), "proof.pdf")}
        upload: str = self.client(who).post("/api/v1/uploads", data=sent, headers=self.tokens[who]).json["id"]
        return upload

    def _promise(self, intention: str, day: str) -> None:
        """What the prefecture has to keep for the investor, and a date by which the project is to be registered."""
        planned = {"kind": "registered", "due_on": day}
        self.parts["planned"] = self.ask("division", "POST", f"{intention}/planned-dates", planned)["id"]
        promise = {"text": f"{SECRET}承诺", "office": PREFECTURE, "due_on": day, "basis": "示例〔2036〕1号"}
        self.parts["promise"] = self.ask("division", "POST", f"{intention}/promises", promise)["id"]
        self.parts |= keep_and_ask(self.ask, self.parts["promise"], self._upload("division"))

    def _report(self) -> None:
        """A month whose returns wait, and a yearly report that two others released."""
        with unit_of_work() as session:
            congress = the_congress(session)
            self.parts |= open_a_month(session, congress, UNIVERSITY)
            self.parts |= release_a_report(session, congress, address_of("verifier"), address_of("viewer"))

    def _keep_the_list(self, congress_id: int, code: str) -> None:
        with unit_of_work() as session:
            self.parts |= doubles_of(session)
            self.parts |= slip_of(session, registration_by_code(session, congress_id, code))

    def _write_to_many(self, congress_id: int, code: str) -> None:
        """A campaign of somebody else than the organiser, so that they may release it, and one of its letters."""
        with unit_of_work() as session:
            writer = user_by_address(session, address_of("verifier"))
            assert writer is not None
            campaign = make_campaign(session, the_congress(session), writer)
            secret = make_letter(session, campaign, registration_by_code(session, congress_id, code))
            self.parts |= {"campaign": campaign.public_id, "unsubscribe_secret": secret}
            self.parts["reminder"] = make_reminder(session, the_congress(session), writer, days=9).public_id
        self.parts |= {"message_kind": "registration.received", "any(zh,en):lang": "zh"}

    def _ask_a_question(self, congress_id: int, code: str) -> None:
        """A question in the draft, and a follow-up that was put to somebody."""
        asked = Question(key="QUESTION", kind=Kind.TEXT, label_zh="示例问题", purpose_zh="示例用途")
        with unit_of_work() as session:
            self.parts |= answer_with_more(session, registration_by_code(session, congress_id, code))
            save_question(session, the_congress(session), asked, by=SYSTEM, now=datetime.now(UTC))
            now, form = datetime.now(UTC), draft_form(session, congress_id)
            assert form is not None
            later = FollowUp(congress_id=congress_id, key="LATER", title_zh="示例", answer_by=now + timedelta(days=9))
            whom = registration_by_code(session, congress_id, code).id
            session.add(FollowUpSheet(follow_up=later, registration_id=whom, form_id=form.id, told_at=now))
        self.parts |= {"question": asked.key, "follow_up": later.key}

    def _man_the_gates(self, congress_id: int, leader: str, companion: str) -> None:
        """A device, supervisors, companions and a protocol guest; and a scan that nobody can use."""
        lost = {"id": "lost", "token": "", "gate": "nowhere", "scanned_at": None}
        self.ask("organiser", "POST", f"{C}/scans", {"device": "one", "scans": [lost]})
        self.parts["int:scan"] = "3"
        with unit_of_work() as session:
            main = gate_by_slug(session, congress_id, "main")
            device, link = invite_device(
                session, main, name="示例手机", lane=0, lanes=0, by=SYSTEM, now=datetime.now(UTC)
            )
            self.parts |= {"device": device.public_id, "link": link}
            keeper = user_by_address(session, address_of("gate"))
            assert keeper is not None
            spare_keeper = make_user(session, "gate", email="keeper@congress.test", kind="gate", code="main")
            for user in (keeper, spare_keeper):
                appoint_supervisor(session, main, user.id, by=SYSTEM, now=datetime.now(UTC))
            leads = registration_by_code(session, congress_id, leader)
            party = keep_party(
                session, congress_id, None, name="示例代表团", leader=leads.code, members=companion, by=SYSTEM,
                now=datetime.now(UTC),
            )  # fmt: skip
            follows = registration_by_code(session, congress_id, companion)
            session.add(CredentialPhoto(registration_id=leads.id, content=b"\xff\xd8\xff", kept_at=datetime.now(UTC)))
            guest, spare_guest = (
                entrust_guest(session, one, keeper.id, main, by=SYSTEM, now=datetime.now(UTC))
                for one in (leads, follows)
            )
            self.parts |= {"int:party": str(party.id), "int:guest": str(guest.id), "spare_guest": str(spare_guest.id)}
            self.parts["spare_keeper"] = str(spare_keeper.id)

    def client(self, name: str) -> FlaskClient:
        """A browser in which the named one is signed in."""
        client = self.app.test_client()
        if name != "nobody":
            with unit_of_work() as session:
                user = user_by_address(session, address_of(name))
                assert isinstance(user, User)
                signed_in = {"user": user.id, "epoch": user.session_epoch, "seen": int(datetime.now(UTC).timestamp())}
            with client.session_transaction() as cookie:
                cookie.update(signed_in)
        return client

    def ask(self, name: str, method: str, path: str, body: Any = None) -> Any:
        answer = self.app.test_client().open(path, method=method, json=body, headers=self.tokens[name])
        assert answer.status_code in {200, 201, 202}, (path, answer.status_code, answer.get_data(as_text=True)[:500])
        return answer.json
