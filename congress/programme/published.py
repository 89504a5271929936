"""What the public sees of a programme, read once and kept until it changes.

A congress whose programme was never released as a whole shows the items marked as public; from the first
release on it shows the latest version, whatever is planned since.
"""

from typing import Any

from flask import current_app
from sqlalchemy.orm import Session as DbSession

from congress.programme.models import Congress, ProgrammeRelease
from congress.programme.plan import (
    Plan,
    PlanForum,
    PlanItem,
    PlanRoom,
    PlanSpeaker,
    PlanTrack,
    from_json,
)
from congress.programme.plan_queries import plan_rows, programme_stamp, standing_release, standing_release_mark
from congress.programme.states import Part

KEPT = 4


class Keeper:
    """The latest plans of this process, each with the mark that says whether it still holds."""

    def __init__(self) -> None:
        self.plans: dict[int, tuple[Any, Plan]] = {}
        self.pages: dict[tuple[Any, ...], str] = {}
        self.feeds: dict[tuple[Any, ...], bytes] = {}

    def keep(self, congress_id: int, mark: Any, plan: Plan) -> None:
        if len(self.plans) >= KEPT and congress_id not in self.plans:
            self.plans.clear()
        self.plans[congress_id] = (mark, plan)
        self.pages.clear()
        self.feeds.clear()


def keeper() -> Keeper:
    kept: Keeper = current_app.extensions.setdefault("programme_keeper", Keeper())
    return kept


def published_plan(session: DbSession, congress: Congress) -> Plan:
    """The released version, or the items marked as public where there is none."""
    kept = keeper()
    release = standing_release_mark(session, congress.id)
    facts = (
        congress.slug, congress.title_zh, congress.title_en, congress.starts_on, congress.ends_on, congress.day_break,
        congress.place_zh, congress.place_en,
    )  # fmt: skip
    mark = ("release", release) if release else ("live", facts, programme_stamp(session, congress.id))
    known = kept.plans.get(congress.id)
    if known is not None and known[0] == mark:
        return known[1]
    found = standing_release(session, congress.id) if release else None
    plan = plan_of_release(found) if found else draft_plan(session, congress, released_only=True)
    kept.keep(congress.id, mark, plan)
    return plan


def plan_of_release(release: ProgrammeRelease) -> Plan:
    return from_json(release.content, version=release.version, as_of=release.decided_at or release.proposed_at)


def draft_plan(session: DbSession, congress: Congress, *, released_only: bool = False) -> Plan:
    """The programme as it is planned now; with `released_only` what is marked as public of it."""
    rows = plan_rows(session, congress.id)
    people: dict[int, dict[str, list[int]]] = {}
    for session_id, speaker_id, role in rows["links"]:
        people.setdefault(session_id, {}).setdefault(role, []).append(speaker_id)
    forums = [row for row in rows["forums"] if row[9] or not released_only]
    items = [row for row in rows["items"] if row[13] or not released_only]
    spoken = {one for row in items for parts in (people.get(row[0], {}),) for ids in parts.values() for one in ids}
    return Plan(
        slug=congress.slug, zh=congress.title_zh, en=congress.title_en, place_zh=congress.place_zh,
        place_en=congress.place_en, starts_on=congress.starts_on, ends_on=congress.ends_on, demo=congress.is_demo,
        day_break=congress.day_break,
        rooms=tuple(
            PlanRoom(
                id=row[0], name=row[1], name_en=row[2], venue=row[3], venue_en=row[4], capacity=row[5], shared=row[6],
                position=row[7], plan=row[8],
            )
            for row in rows["rooms"]
        ),
        tracks=tuple(PlanTrack(slug=row[0], zh=row[1], en=row[2]) for row in rows["tracks"]),
        forums=tuple(
            PlanForum(
                id=row[0], slug=row[1], zh=row[2], en=row[3], starts_at=row[4], ends_at=row[5], room=row[6],
                track=row[7], capacity=row[8], summary_zh=row[10], summary_en=row[11],
            )
            for row in forums
        ),
        speakers=tuple(
            PlanSpeaker(
                id=row[0], name=row[1], name_en=row[2], title=row[3], title_en=row[4], organisation=row[5],
                organisation_en=row[6], biography=row[7], biography_en=row[8],
                photo=row[9],
            )
            for row in rows["speakers"]
            if row[0] in spoken or not released_only
        ),
        items=tuple(
            PlanItem(
                id=row[0], key=row[1], zh=row[2], en=row[3], kind=row[4], starts_at=row[5], ends_at=row[6],
                room=row[7], forum=row[8], track=row[9] or row[10], abstract=row[11], abstract_en=row[12],
                speakers=tuple(people.get(row[0], {}).get(Part.SPEAKER, ())),
                hosts=tuple(people.get(row[0], {}).get(Part.HOST, ())),
            )
            for row in items
        ),
    )  # fmt: skip
