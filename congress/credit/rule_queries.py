"""Every question about versions of the rules."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from congress.credit.models import RuleVersion
from congress.credit.rule_sets import RuleSet, read_rules, rule_set
from congress.credit.states import RuleState

# reading takes longer than computing a board from what is kept; a text in force never changes
_read_once = lru_cache(maxsize=16)(read_rules)


def rules_at(session: Session, moment: datetime) -> RuleSet:
    """The rules that are valid at a moment: the newest put in force for it, else those the product brings along."""
    found = session.scalars(
        select(RuleVersion)
        .where(RuleVersion.state == RuleState.IN_FORCE, RuleVersion.valid_from <= moment)
        .order_by(RuleVersion.valid_from.desc(), RuleVersion.id.desc())
        .limit(1)
    ).one_or_none()
    return _read_once(found.text) if found else rule_set()


def rule_versions(session: Session) -> Sequence[RuleVersion]:
    return session.scalars(select(RuleVersion).order_by(RuleVersion.id.desc())).all()


def rule_version(session: Session, version: str) -> RuleVersion | None:
    return session.scalars(select(RuleVersion).where(RuleVersion.version == version)).one_or_none()


def lock_rule_version(session: Session, version_id: int) -> None:
    session.execute(select(RuleVersion.id).where(RuleVersion.id == version_id).with_for_update())
