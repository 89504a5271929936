"""What a table that comes as a file may be a list of. Higher slices offer theirs in `congress/app.py`."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.i18n import LazyString, _, _l
from congress.foundation.tables import ImportReport, Row
from congress.programme.models import Congress
from congress.registration.roster import import_roster
from congress.registration.roster_rows import FIELD_NAMES, guessed_field


class Loader(Protocol):
    """Stores the rows, all of them or nothing; raises ImportRefused with what is wrong, by row and column."""

    def __call__(
        self, session: Session, congress: Congress, columns: Sequence[str], rows: Iterable[Row],
        mapping: Mapping[str, str], report: ImportReport, *, by: Actor, now: datetime,
    ) -> ImportReport: ...  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What the rows are, what their columns may be, and what stores them."""

    title: LazyString
    about: LazyString
    fields: Mapping[str, LazyString]
    guess: Callable[[str], str]
    # what is said where the columns are not enough, else nothing
    lacks: Callable[[Collection[str]], str | None]
    load: Loader


def _lacks_name(fields: Collection[str]) -> str | None:
    if "name" in fields or {"family_name", "given_name"} <= set(fields):
        return None
    return str(_("Say which column is the name, or which two are family and given name."))


PEOPLE = "people"
SUBJECTS: dict[str, Subject] = {
    PEOPLE: Subject(
        title=_l("Lists of people"),
        about=_l(
            "Everybody on the list is registered, or nobody is. You name the columns and see what would change before"
            " anything is stored; the same list twice changes nothing, and nobody is written to. The file is forgotten"
            " after a day."
        ),
        fields=FIELD_NAMES,
        guess=guessed_field,
        lacks=_lacks_name,
        load=import_roster,
    )
}


def offer_subject(name: str, subject: Subject) -> None:
    """Let tables of this subject be brought; harmless when repeated."""
    SUBJECTS[name] = subject
