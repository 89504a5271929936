"""Kinds, roles and the life of an intention (CONTRACT and DESIGN: Signing)."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.documents.verdicts import Verdict
from congress.foundation.i18n import LazyString, _l


class Category(StrEnum):
    INVESTMENT = "investment"
    RESEARCH = "research"
    TALENT = "talent"
    EDUCATION = "education"
    DONATION = "donation"


class PartyRole(StrEnum):
    INVESTOR = "investor"
    HOST = "host"
    RECIPIENT = "recipient"
    SCHOOL = "school"
    PARTNER = "partner"
    WITNESS = "witness"


class Secrecy(StrEnum):
    """Who may read of it beyond those concerned; a party's consent is needed beside it."""

    PUBLIC = "public"
    INTERNAL = "internal"
    SECRET = "secret"


class State(StrEnum):
    LEAD = "lead"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SCHEDULED = "scheduled"
    SIGNED = "signed"
    FULFILLING = "fulfilling"
    FULFILLED = "fulfilled"
    ENDED = "ended"


class HowSigned(StrEnum):
    PAPER = "paper"
    PAD = "pad"
    IN_PERSON = "in_person"
    LINK = "link"


TRANSITIONS: Mapping[State, frozenset[State]] = {
    State.LEAD: frozenset({State.DRAFT, State.SUBMITTED, State.SIGNED, State.ENDED}),
    State.DRAFT: frozenset({State.SUBMITTED, State.SIGNED, State.ENDED}),
    State.SUBMITTED: frozenset({State.DRAFT, State.SCHEDULED, State.SIGNED, State.ENDED}),
    State.SCHEDULED: frozenset({State.SUBMITTED, State.SIGNED, State.ENDED}),
    State.SIGNED: frozenset({State.FULFILLING, State.ENDED}),
    State.FULFILLING: frozenset({State.SIGNED, State.FULFILLED, State.ENDED}),
    State.FULFILLED: frozenset({State.FULFILLING}),
    State.ENDED: frozenset(),
}
BEFORE_SIGNED = frozenset({State.LEAD, State.DRAFT, State.SUBMITTED, State.SCHEDULED})
SIGNED_STATES = frozenset({State.SIGNED, State.FULFILLING, State.FULFILLED})

STATE_NAMES: Mapping[State, LazyString] = {
    State.LEAD: _l("Lead"),
    State.DRAFT: _l("Draft"),
    State.SUBMITTED: _l("Submitted"),
    State.SCHEDULED: _l("Scheduled"),
    State.SIGNED: _l("Signed"),
    State.FULFILLING: _l("Being fulfilled"),
    State.FULFILLED: _l("Fulfilled"),
    State.ENDED: _l("Ended"),
}
CATEGORY_NAMES: Mapping[Category, LazyString] = {
    Category.INVESTMENT: _l("Investment"),
    Category.RESEARCH: _l("Research transfer"),
    Category.TALENT: _l("Talent"),
    Category.EDUCATION: _l("Education"),
    Category.DONATION: _l("Donation"),
}
ROLE_NAMES: Mapping[PartyRole, LazyString] = {
    PartyRole.INVESTOR: _l("Investor"),
    PartyRole.HOST: _l("Host"),
    PartyRole.RECIPIENT: _l("Recipient"),
    PartyRole.SCHOOL: _l("School (party)"),
    PartyRole.PARTNER: _l("Partner"),
    PartyRole.WITNESS: _l("Witness"),
}
SECRECY_NAMES: Mapping[Secrecy, LazyString] = {
    Secrecy.PUBLIC: _l("Public: papers and screens may tell it"),
    Secrecy.INTERNAL: _l("Internal: told in the hall, not printed"),
    Secrecy.SECRET: _l("Business secret: told nowhere"),
}
HOW_NAMES: Mapping[HowSigned, LazyString] = {
    HowSigned.PAPER: _l("On paper, scan attached"),
    HowSigned.PAD: _l("On a pad"),
    HowSigned.IN_PERSON: _l("Confirmed in person"),
    HowSigned.LINK: _l("By one-time link"),
}
CHECK_NAMES: Mapping[str, LazyString] = {
    "sealed_on": _l("Official seal"),
    "authorised_on": _l("Authorisation"),
    "reviewed_on": _l("Legality review"),
}
VERDICT_NAMES: Mapping[Verdict, LazyString] = {
    Verdict.UNALTERED: _l("Unaltered"),
    Verdict.ALTERED: _l("Altered"),
    Verdict.EXTENDED: _l("Extended after sealing"),
    Verdict.OVERLAID: _l("Overlaid after sealing"),
    Verdict.TRUNCATED: _l("Incomplete"),
    Verdict.NOT_OURS: _l("Not sealed by us"),
    Verdict.UNSEALED: _l("Without a seal"),
    Verdict.UNREADABLE: _l("Not a readable PDF"),
}
VERDICT_REASONS: Mapping[Verdict, LazyString] = {
    Verdict.UNALTERED: _l("The seal is ours and covers the whole file: it is what was sealed, to the last byte."),
    Verdict.ALTERED: _l("What the seal speaks for was changed after sealing, or saved anew. Do not rely on this file."),
    Verdict.EXTENDED: _l(
        "The sealed part is whole, but something was added behind it. Only the sealed part is vouched for."
    ),
    Verdict.OVERLAID: _l(
        "The sealed part is still there, but a later change covers, replaces or removes what its pages show."
        " What you see is not what was sealed."
    ),
    Verdict.TRUNCATED: _l("The end of the file is missing, perhaps from a broken download. Fetch the file again."),
    Verdict.NOT_OURS: _l("The file carries a signature, but by a certificate that is not ours."),
    Verdict.UNSEALED: _l("The file carries no seal: it was never sealed, or the seal was taken away."),
    Verdict.UNREADABLE: _l("This is not a PDF file, or it is too damaged to be read."),
}

# events beside the congress at which projects are signed too; a new one is typed once and proposed from then on
PLATFORMS = ("湘商大会", "港洽周", "沪洽周", "中非经贸博览会")

# what other offices' tables know an intention by
OFFICE_KEYS: Mapping[str, LazyString] = {
    "project_code": _l("Project code"),
    "contract_number": _l("Registration number of the technology contract"),
    "receipt_number": _l("Receipt number"),
}
