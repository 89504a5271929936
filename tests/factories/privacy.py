"""Rights, documents and dates for tests."""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from congress.accounts.queries import user_by_address
from congress.alumni.actions import PersonFacts, know_person
from congress.alumni.models import Person
from congress.foundation.access import SYSTEM, Actor
from congress.foundation.batches import BatchState, finish_batch
from congress.foundation.sealed import FieldSeal
from congress.privacy.actions import keep_identity, open_request, set_identity_terms
from congress.privacy.exporting import queue_export
from congress.privacy.states import Channel, DocumentKind, Right
from congress.programme.models import Congress
from congress.registration.models import Registration

# whoever had this valid number was born in 1849
NUMBER = "430102184912310018"


def ask_for_identity(session: Session, congress: Congress, *, now: datetime) -> None:
    facts = {"is_asked": True, "why_zh": "示例：酒店入住登记", "why_en": "For the hotel"}
    set_identity_terms(session, congress, facts, by=SYSTEM, now=now)


def seal_here() -> FieldSeal:
    return FieldSeal(current_app.extensions["settings"])


def rights_of(
    session: Session, congress: Congress, registration: Registration, address: str, *, now: datetime
) -> dict[str, str]:
    """Something for each page of the rights' slice; answers the parts of their addresses."""
    ask_for_identity(session, congress, now=now)
    keep_identity(session, registration, DocumentKind.RESIDENT, NUMBER, seal_here(), by=SYSTEM, now=now)
    user = user_by_address(session, address)
    assert user is not None
    start = {"person": registration.person_id}
    export = queue_export(session, start, "json", 0, by=Actor(user_id=user.id, display_name="示例校友甲"), now=now)
    folder = current_app.extensions["settings"].instance_dir / "batches"
    folder.mkdir(exist_ok=True)
    (folder / "personal-data-example.json").write_text("{}", encoding="utf-8")
    finish_batch(session, export.id, state=BatchState.DONE, file="personal-data-example.json")
    stranger, _is_new = know_person(session, PersonFacts(name="示例来信人", email="letter@congress.test"), now=now)
    letter = open_request(
        session, Right.ERASE, channel=Channel.LETTER, person_id=stranger.id, sender="示例来信人",
        received_on=now.date(), by=SYSTEM, now=now,
    )  # fmt: skip
    person = session.get_one(Person, registration.person_id)
    return {"who": person.public_id, "export": export.public_id, "request_id": letter.public_id}
