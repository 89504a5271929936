"""What is different between two plans, session by session; pure."""

from dataclasses import dataclass
from enum import StrEnum

from congress.programme.plan import Plan, PlanItem


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    TIME = "time"
    ROOM = "room"
    TITLE = "title"
    PEOPLE = "people"
    TEXT = "text"


@dataclass(frozen=True)
class Difference:
    """One session that is not as it was, and in what; `old` or `new` is None where it was not, or is no more."""

    old: PlanItem | None
    new: PlanItem | None
    changes: tuple[Change, ...]

    @property
    def matters(self) -> bool:
        """Whether somebody who means to come must know: another time or room, or it does not take place."""
        return bool({Change.REMOVED, Change.TIME, Change.ROOM} & set(self.changes))

    @property
    def item(self) -> PlanItem:
        found = self.new or self.old
        assert found is not None  # noqa: S101 -- a difference has at least one side
        return found


def differences(old: Plan, new: Plan) -> list[Difference]:
    """Every session that was added, removed or changed, by time; sessions are the same by their keys."""
    before = {item.key: item for item in old.items}
    after = {item.key: item for item in new.items}
    found = [Difference(item, None, (Change.REMOVED,)) for key, item in before.items() if key not in after]
    for key, item in after.items():
        if key not in before:
            found.append(Difference(None, item, (Change.ADDED,)))
            continue
        changes = _changes(old, before[key], new, item)
        if changes:
            found.append(Difference(before[key], item, changes))
    return sorted(found, key=lambda one: (one.item.starts_at, one.item.key))


def _changes(old: Plan, a: PlanItem, new: Plan, b: PlanItem) -> tuple[Change, ...]:
    tests = {
        Change.TIME: (a.starts_at, a.ends_at) != (b.starts_at, b.ends_at),
        Change.ROOM: _room(old, a) != _room(new, b),
        Change.TITLE: (a.zh, a.en) != (b.zh, b.en),
        Change.PEOPLE: _people(old, a) != _people(new, b),
        Change.TEXT: (a.abstract, a.abstract_en, a.kind, a.track) != (b.abstract, b.abstract_en, b.kind, b.track),
    }
    return tuple(change for change, differs in tests.items() if differs)


def _room(plan: Plan, item: PlanItem) -> str:
    return plan.room[item.room].name if item.room in plan.room else ""


def _people(plan: Plan, item: PlanItem) -> list[tuple[str, str, str, bool]]:
    found = [plan.speaker[one] for one in item.people if one in plan.speaker]
    return [(one.name, one.title, one.organisation, one.id in item.hosts) for one in found]
