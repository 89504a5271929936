"""Finding the entities that somebody names by code, name, former name or alias."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from congress.credit.rules import entity_kind
from congress.credit.states import EntityKind
from congress.foundation.errors import Invalid
from congress.foundation.i18n import _
from congress.schools.queries import resolve_division, resolve_school

PLACES = frozenset({EntityKind.PREFECTURE, EntityKind.COUNTY})


def resolve_entities(session: Session, kind: EntityKind, texts: Sequence[str]) -> list[str]:
    """The codes of entities of one kind; raises Invalid for one that is none."""
    resolve = resolve_division if kind in PLACES else resolve_school
    codes = []
    for position, text in enumerate(texts):
        found = resolve(session, text)
        if found is None or entity_kind(found.kind) != kind:
            raise Invalid.field(f"entities.{position}", _("There is no such entity of this kind."))
        codes.append(found.code)
    return codes
