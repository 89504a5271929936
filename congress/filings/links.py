"""Asking the investor by a one-time link: the link by one way, its code by another."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.queries import is_staff_address
from congress.filings.actions import add_step, own_filing
from congress.filings.messages import CODE, LINK
from congress.filings.models import Filing, FilingLink
from congress.filings.queries import filer_names, link_by_digest, open_links_of, whole_filing
from congress.filings.states import FilingState, Step
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _, pick
from congress.foundation.ids import digest, new_secret
from congress.foundation.pages import local_time, public_link
from congress.signing.errors import LinkRefused
from congress.signing.links import LIVES, Ways, is_open, new_digits


def ask_investor(session: Session, filing: Filing, ways: Ways, *, by: Actor, now: datetime) -> str | None:
    """Ask the investor by a link; earlier ones die. Answers the code when it is to be told by mouth.

    Raises:
        NotTheFiler: somebody else's filing.
        StateRefused: it does not wait for the investor.
        Invalid: the address is that of somebody who files or organises here.
    """
    filing = own_filing(session, filing, by)
    if filing.standing.state != FilingState.WAITING or not filing.standing.stands(now):
        raise StateRefused
    addresses = [one for way in (ways.link, ways.code) if way for one in (way.email, way.phone) if one]
    if is_staff_address(session, addresses):
        raise Invalid.field("email", _("This is the address of somebody who works here, not the investor's."))
    for earlier in open_links_of(session, filing.id):
        earlier.closed_at = now
    secret, code = new_secret(), new_digits()
    expires = min(now + LIVES, filing.standing.good_until)
    session.add(
        FilingLink(
            filing_id=filing.id, link_sha256=digest(secret), code_sha256=digest(secret + code), expires_at=expires,
            created_at=now,
        )
    )  # fmt: skip
    filer = pick(*filer_names(session, [filing])[filing.filer_code])
    link = public_link("filings.link", secret=secret)
    asked = LINK.text(title=filing.title, filer=filer, link=link, time=local_time(expires))
    ways.send(session, "filings", asked, CODE.text(code=code), now=now)
    add_step(session, filing, Step.ASKED, by=by, now=now)
    record(session, by, "filing.asked", "filing", filing.public_id, now=now)
    session.flush()
    return None if ways.code is not None else code


def open_link(session: Session, secret: str, *, now: datetime, lock: bool = False) -> tuple[FilingLink, Filing]:
    """The link and the filing that it asks about. Raises LinkRefused: unknown, used up, too old, tried too often."""
    link = link_by_digest(session, digest(secret), lock=lock)
    if link is None or not is_open(link, now=now):
        raise LinkRefused
    filing = whole_filing(session, link.filing_id)
    if filing.standing.state != FilingState.WAITING:
        raise LinkRefused
    return link, filing
