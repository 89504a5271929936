"""Drafting rules, trying them on what is there, and putting them in force from a day that has not come yet."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from congress.credit.actions import compute_board
from congress.credit.models import RuleVersion
from congress.credit.rule_queries import lock_rule_version, rule_version, rules_at
from congress.credit.rule_sets import CURRENT, RuleSet, RulesRefused, read_rules
from congress.credit.rules import Standing, board_by_slug
from congress.credit.states import RuleState
from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.i18n import _
from congress.programme.models import Congress


def save_draft(session: Session, text: str, *, by: Actor, now: datetime) -> RuleVersion:
    """Keep a draft under the version that its text names; saving again replaces the draft.

    Raises:
        Invalid: the text is no rule set; the message says where and why.
        StateRefused: this version is in force; a change is a new version.
    """
    try:
        rules = read_rules(text)
    except RulesRefused as error:
        raise Invalid.field("text", str(error)) from None
    found = rule_version(session, rules.version)
    if rules.version == CURRENT or (found is not None and found.state != RuleState.DRAFT):
        raise StateRefused(_("This version is in force; a change is a new version."))
    draft = found or RuleVersion(version=rules.version, state=RuleState.DRAFT)
    draft.text, draft.made_by, draft.made_at = text, by.user_id, now
    session.add(draft)
    record(session, by, "rules.drafted", "rules", rules.version, now=now)
    session.flush()
    return draft


def put_in_force(
    session: Session, draft: RuleVersion, valid_from: datetime, *, by: Actor, now: datetime
) -> RuleVersion:
    """Let a draft count from a moment on; never for what has been counted already.

    Raises:
        Invalid: the moment has passed.
        StateRefused: it is in force already.
    """
    lock_rule_version(session, draft.id)
    session.refresh(draft, ["state"])
    if draft.state != RuleState.DRAFT:
        raise StateRefused
    if valid_from <= now:
        raise Invalid.field("valid_from", _("This moment has passed."))
    draft.move_to(RuleState.IN_FORCE)
    draft.valid_from, draft.decided_by = valid_from, by.user_id
    record(session, by, "rules.in_force", "rules", draft.version, now=now, valid_from=valid_from.isoformat())
    session.flush()
    return draft


@dataclass(frozen=True)
class Difference:
    """Where an entity stands on a board under the rules in force, and where it would."""

    board: str
    code: str
    before: Standing | None
    after: Standing | None


def try_rules(
    session: Session, congress: Congress, draft: RuleSet, *, zone: ZoneInfo, now: datetime
) -> list[Difference]:
    """What a draft would change on the boards as they stand; nothing is stored."""
    standing = rules_at(session, now)
    slugs = dict.fromkeys(one.slug for rules in (standing, draft) for one in rules.every_board)
    differences: list[Difference] = []
    for slug in slugs:
        before, after = (_standings(session, congress, slug, rules, zone=zone, now=now) for rules in (standing, draft))
        changed = [code for code in before | after if before.get(code) != after.get(code)]
        differences += [Difference(slug, code, before.get(code), after.get(code)) for code in changed]
    return differences


def _standings(
    session: Session, congress: Congress, slug: str, rules: RuleSet, *, zone: ZoneInfo, now: datetime
) -> dict[str, Standing]:
    if board_by_slug(slug, rules) is None:
        return {}
    computed = compute_board(session, congress, slug, as_of=now, period=None, zone=zone, rules=rules)
    return {one.code: one for one in computed.standings}
