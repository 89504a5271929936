"""Signing by a one-time link: the link by one way, its code by another, both good for one party and one text."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from congress.accounts.addresses import Address, normal_email, normal_phone
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _, _l, language
from congress.foundation.ids import digest, new_secret, same
from congress.foundation.pages import local_time, public_link
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import Text, message_kind
from congress.settings import Settings
from congress.signing.actions import Yes, name_signatory, sign_intention
from congress.signing.agreements import agreed_text_hash
from congress.signing.errors import LinkRefused, TextChanged
from congress.signing.models import Intention, Party, SigningLink
from congress.signing.queries import link_by_digest, links_of, whole_intention
from congress.signing.states import BEFORE_SIGNED

LIVES = timedelta(hours=72)
MOST_TRIES = 5
LINK = message_kind(
    "signing.link",
    subject=_l("Your signature is asked for"),
    long=_l(
        "Your signature is asked for: %(title)s\n\nRead the text and sign here:\n%(link)s\n\n"
        "The code that the page asks for reaches you by another way. The link is good once, until %(time)s."
    ),
    short=_l("[Alumni congress] Your signature is asked for: %(link)s, until %(time)s."),
)
CODE = message_kind(
    "signing.code",
    subject=_l("Your code for signing"),
    long=_l("Your code for signing is %(code)s. Give it to nobody; it belongs to the link you were sent."),
    short=_l("[Alumni congress] Your code for signing is %(code)s."),
)


@dataclass(frozen=True)
class Ways:
    """Where the link goes, and where its code goes; without the second the sender tells the code by mouth."""

    link: Address
    code: Address | None = None

    def send(self, session: Session, kind: str, link: Text, code: Text, *, now: datetime) -> None:
        """Send the link, and its code where there is a way for it; `kind` is the first part of the messages' kinds."""
        _tell(session, self.link, f"{kind}.link", link, now=now)
        if self.code is not None:
            _tell(session, self.code, f"{kind}.code", code, now=now)


def typed_ways(email: str, phone: str) -> Ways:
    """The ways that were typed: with both the link goes by mail, its code by SMS. Raises Invalid."""
    found: dict[str, str | None] = {}
    for name, text, normal in (("email", email, normal_email), ("phone", phone, normal_phone)):
        try:
            found[name] = normal(text) if text else None
        except ValueError as error:
            raise Invalid.field(name, str(error)) from None
    if found["email"] and found["phone"]:
        return Ways(Address(email=found["email"]), Address(phone=found["phone"]))
    if not any(found.values()):
        raise Invalid.field("email", _("An e-mail address or a phone number is needed."))
    return Ways(Address(**found))


def send_link(
    session: Session, intention: Intention, party: Party, signatory: str, ways: Ways, *, by: Actor, now: datetime
) -> str | None:
    """Ask the signatory by a link; earlier ones to this party die. Answers the code when it is to be told by mouth.

    Raises:
        StateRefused: it is signed or ended, or this party has signed.
    """
    if intention.state not in BEFORE_SIGNED or any(one.party_id == party.id for one in intention.signatures):
        raise StateRefused
    for earlier in links_of(session, party.id):
        earlier.closed_at = earlier.closed_at or now
    if party.signatory != signatory:
        name_signatory(session, intention, party, name=signatory, post="", registration_id=None, by=by, now=now)
    secret, code = new_secret(), new_digits()
    expires = now + LIVES
    session.add(
        SigningLink(
            intention_id=intention.id, party_id=party.id, signatory=signatory, link_sha256=digest(secret),
            code_sha256=digest(secret + code), text_sha256=agreed_text_hash(intention), expires_at=expires,
            created_at=now,
        )
    )  # fmt: skip
    link = public_link("signing.link", secret=secret)
    asked = LINK.text(title=intention.title, link=link, time=local_time(expires))
    ways.send(session, "signing", asked, CODE.text(code=code), now=now)
    record(session, by, "intention.link_sent", "intention", intention.public_id, now=now, party=party.position)
    return None if ways.code is not None else code


def new_digits() -> str:
    """A code that a person reads and types."""
    return f"{secrets.randbelow(10**6):06d}"


def _tell(session: Session, to: Address, event: str, text: Text, *, now: datetime) -> None:
    send_message(session, Recipient(to.email, to.phone, language()), event, text, now=now)


def open_link(session: Session, secret: str, *, now: datetime, lock: bool = False) -> tuple[SigningLink, Intention]:
    """The link and what it asks to sign.

    Raises:
        LinkRefused: unknown, used, too old, tried too often, or somebody else signs by now.
        TextChanged: the text is no longer the one that the link was made for.
    """
    link = link_by_digest(session, digest(secret), lock=lock)
    if link is None or not is_open(link, now=now):
        raise LinkRefused
    intention = whole_intention(session, link.intention_id)
    party = next(one for one in intention.parties if one.id == link.party_id)
    if intention.state not in BEFORE_SIGNED or party.signatory != link.signatory:
        raise LinkRefused
    if agreed_text_hash(intention) != link.text_sha256:
        raise TextChanged
    return link, intention


class Coded(Protocol):
    """A link that is good together with its code."""

    code_sha256: str
    tries: int
    expires_at: datetime
    closed_at: datetime | None


def is_open(link: Coded | None, *, now: datetime) -> bool:
    """Whether the link may still be used: not used up, not too old, not tried too often."""
    return link is not None and link.closed_at is None and now < link.expires_at and link.tries < MOST_TRIES


def is_code(link: Coded, secret: str, code: str) -> bool:
    """Whether the code is the link's; a wrong one is counted, so the edge commits before it refuses."""
    if same(link.code_sha256, digest(secret + code)):
        return True
    link.tries += 1
    return False


def sign_by_link(
    session: Session, link: SigningLink, intention: Intention, device: Mapping[str, str], settings: Settings, *,
    now: datetime,
) -> Intention:  # fmt: skip
    """The signature of whoever had both the link and its code; the link is used up."""
    link.closed_at = now
    party = next(one for one in intention.parties if one.id == link.party_id)
    yes = Yes(party=party.name, signatory=link.signatory, by_link=True, facts=device)
    return sign_intention(session, intention, yes, settings, by=Actor(display_name="link"), now=now)
