"""The signing ceremony of the demo congress: the three groups of 2024, invented signatories, a substitution."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from congress.ceremony.actions import Named, add_batch, open_ceremony, place_agreements, put_in_place
from congress.foundation.access import Actor
from congress.programme.models import Congress
from congress.screens.actions import add_screen, prepare, take
from congress.screens.states import Scene, Shape
from congress.signing.actions import set_consents
from congress.signing.models import Intention
from congress.signing.states import Secrecy

GROUPS = {
    "investment": ("第一组：投资项目", "First group: investment"),
    "research": ("第二组：成果转化", "Second group: research transfer"),
    "donation": ("第三组：捐赠", "Third group: donations"),
}
# of ten agreements, in how many every party agreed to be named and to have the amount told
AGREED = 6
SECRECIES = (Secrecy.PUBLIC, Secrecy.PUBLIC, Secrecy.INTERNAL)
REPLACED = Named(name="示例副县长（虚构）", post="副县长", reason="演示：原签约人临时有公务")


def load_ceremony(
    session: Session, congress: Congress, by_category: Mapping[str, Sequence[Intention]], *, by: Actor, now: datetime
) -> None:
    """Before anything is signed, so that each agreement carries its number."""
    ceremony = open_ceremony(session, congress)
    first = None
    for category, (zh, en) in GROUPS.items():
        batch = add_batch(session, ceremony, title_zh=zh, title_en=en, by=by, now=now)
        first = first or batch
        place_agreements(session, ceremony, by_category[category], batch.id, by=by, now=now)
        for number, intention in enumerate(by_category[category]):
            agreed = number % 10 < AGREED
            told, secrecy = dict.fromkeys(range(2), (agreed, agreed)), SECRECIES[number % len(SECRECIES)]
            set_consents(session, intention, told, secrecy=secrecy, by=by, now=now)
            for party, post in zip(intention.parties, ("董事长", "县长"), strict=True):
                named = Named(name=f"示例签约人{party.id:03d}", post=post)
                put_in_place(session, ceremony, intention, party, named, by=by, now=now)
    replaced = by_category["investment"][2]
    put_in_place(session, ceremony, replaced, replaced.parties[1], REPLACED, by=by, now=now)
    screen = add_screen(
        session, congress, slug="stage", name="签约台LED屏", shape=Shape.LED, forum=None, by=by, now=now
    )
    prepare(screen, Scene.CEREMONY, first.id if first else None)
    take(session, screen, by=by, now=now)
