"""Which congress an organiser plans: the one chosen in the console, also while nobody else sees it."""

from typing import Any

from flask import Blueprint, session
from sqlalchemy.orm import Session as DbSession

from congress.foundation.db import reading
from congress.foundation.i18n import pick
from congress.programme.errors import NoSuchCongress
from congress.programme.models import Congress
from congress.programme.queries import all_congresses, current_congress

CHOSEN = "planned_congress"


def choose_congress(congress: Congress) -> None:
    session[CHOSEN] = congress.slug


def planned_congress(database: DbSession) -> Congress:
    """The chosen congress; without a choice the current one, or the latest where none is public yet.

    Raises:
        NoSuchCongress: there is none at all.
    """
    known = all_congresses(database)
    chosen = next((one for one in known if one.slug == session.get(CHOSEN)), None)
    congress = chosen or current_congress(database) or next(iter(known), None)
    if congress is None:
        raise NoSuchCongress
    return congress


def show_choice(blueprint: Blueprint) -> None:
    """Let every page of the blueprint say which congress it plans, and offer the others."""
    blueprint.context_processor(_choice)


def _choice() -> dict[str, Any]:
    with reading() as database:
        found = all_congresses(database)
        planned = planned_congress(database) if found else None
        return {
            "planned": planned,
            "choices": [(one.slug, pick(one.title_zh, one.title_en)) for one in found],
        }
