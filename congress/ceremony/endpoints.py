"""The signing ceremony as JSON: its groups and their order, who signs, who is here, and where the stage stands."""

from typing import Literal

from flask import Blueprint
from pydantic import Field

from congress.accounts.permissions import is_organiser
from congress.ceremony import actions
from congress.ceremony.errors import NoSuchBatch, NothingToCall, NothingToTakeBack, SomebodyElseMoved, WasOnStage
from congress.ceremony.forms import MOST_POSITION
from congress.ceremony.stage import Act, Stander, stage_of
from congress.foundation.endpoint import Answer, Body, Call, endpoint
from congress.foundation.errors import NotFound
from congress.foundation.texts import Line, NonEmptyLine
from congress.programme.queries import congress_by_slug
from congress.signing.queries import intention_of_congress

blueprint = Blueprint("ceremony_api", __name__)
BASE = "/congresses/<slug>/ceremony"


class NewBatch(Body):
    zh: NonEmptyLine = Field(max_length=200)
    en: Line = Field(default="", max_length=200)


class Placing(Body):
    """Agreements into a group, at `position` or at its end; without a group out of the ceremony."""

    intentions: list[str] = Field(min_length=1, max_length=200)
    batch: int | None = None
    position: int | None = Field(default=None, ge=1, le=MOST_POSITION)


class CueIn(Body):
    """`seen` is the cue at which the caller saw the stage, so that two who press at once move it once."""

    act: Literal["next", "group", "back"]
    seen: int = Field(ge=0)


class StanderOut(Answer):
    party: str
    role: str
    name: str
    post: str
    presence: str


class AgreementOut(Answer):
    order: int
    number: str
    intention: str
    title: str
    cue: str
    standing: list[StanderOut]


class BatchOut(Answer):
    id: int
    title: dict[str, str]
    agreements: list[AgreementOut]


class CeremonyOut(Answer):
    cue: int
    missing: int
    done: int
    totals_released: bool
    batches: list[BatchOut]


def _stander(one: Stander) -> StanderOut:
    return StanderOut(
        party=one.party.name, role=one.party.role, name=one.name, post=one.party.post, presence=one.presence
    )


def _agreement(act: Act) -> AgreementOut:
    return AgreementOut(
        order=act.order, number=act.number, intention=act.intention.public_id, title=act.intention.title,
        cue=act.cue, standing=[_stander(one) for one in act.people],
    )  # fmt: skip


def _shown(call: Call) -> CeremonyOut:
    stage = stage_of(call.session, congress_by_slug(call.session, call.path["slug"]), now=call.now)
    ceremony = stage.ceremony
    return CeremonyOut(
        cue=ceremony.cue if ceremony else 0, missing=stage.missing, done=stage.totals.done,
        totals_released=ceremony is not None and ceremony.totals_released_at is not None,
        batches=[
            BatchOut(
                id=group.batch.id, title={"zh": group.batch.title_zh, "en": group.batch.title_en},
                agreements=[_agreement(act) for act in group.acts],
            )
            for group in stage.groups
        ],
    )  # fmt: skip


@endpoint(
    blueprint, "GET", BASE, access=is_organiser, scope="intentions:read", answer=CeremonyOut, errors=[NotFound]
)  # fmt: skip
def get_ceremony(call: Call) -> CeremonyOut:
    """The ceremony as it stands now."""
    return _shown(call)


@endpoint(
    blueprint, "POST", f"{BASE}/batches", access=is_organiser, scope="intentions:write", body=NewBatch,
    answer=CeremonyOut, status=201, errors=[NotFound],
)  # fmt: skip
def post_batch(call: Call) -> CeremonyOut:
    """A further group, at the end."""
    ceremony = actions.open_ceremony(call.session, congress_by_slug(call.session, call.path["slug"]))
    actions.add_batch(call.session, ceremony, title_zh=call.body.zh, title_en=call.body.en, by=call.actor, now=call.now)
    return _shown(call)


@endpoint(
    blueprint, "POST", f"{BASE}/place", access=is_organiser, scope="intentions:write", body=Placing,
    answer=CeremonyOut, errors=[NotFound, NoSuchBatch, WasOnStage],
)  # fmt: skip
def post_placing(call: Call) -> CeremonyOut:
    """Put agreements into a group, move them, or take them out."""
    congress = congress_by_slug(call.session, call.path["slug"])
    ceremony = actions.open_ceremony(call.session, congress)
    wanted = [intention_of_congress(call.session, congress.id, one) for one in call.body.intentions]
    actions.place_agreements(
        call.session, ceremony, wanted, call.body.batch, position=call.body.position, by=call.actor, now=call.now
    )
    return _shown(call)


@endpoint(
    blueprint, "POST", f"{BASE}/cue", access=is_organiser, scope="intentions:write", body=CueIn, answer=CeremonyOut,
    errors=[NotFound, SomebodyElseMoved, NothingToCall, NothingToTakeBack],
)  # fmt: skip
def post_cue(call: Call) -> CeremonyOut:
    """Call the next, or the next group, on stage; or take the last cue back."""
    ceremony = actions.open_ceremony(call.session, congress_by_slug(call.session, call.path["slug"]))
    if call.body.act == "back":
        actions.step_back(call.session, ceremony, seen=call.body.seen, by=call.actor, now=call.now)
    else:
        whole = call.body.act == "group"
        actions.move_on(call.session, ceremony, seen=call.body.seen, whole_batch=whole, by=call.actor, now=call.now)
    return _shown(call)
