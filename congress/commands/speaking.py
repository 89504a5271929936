"""How a command answers: text or one JSON document, 0 for done, 1 for a finding, 2 for wrong use."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.programme.errors import NoSuchCongress
from congress.programme.models import Congress
from congress.programme.queries import congress_by_slug, current_congress

OPERATOR = Actor(display_name="command line")
FINDING, WRONG_USE = 1, 2
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))

congress_option = click.option("--congress", "slug", help="The congress's slug; without it, the current one.")


def fail(message: str, code: int, *, as_json: bool, document: dict[str, Any] | None = None) -> NoReturn:
    """Tell what is wrong, in the form that was asked for, and leave."""
    if as_json:
        click.echo(json.dumps(document or {"error": message}, ensure_ascii=False))
    click.echo(message, err=True)
    sys.exit(code)


def tell(text: str, document: dict[str, Any], *, as_json: bool) -> None:
    click.echo(json.dumps(document, ensure_ascii=False) if as_json else text)


def chosen_congress(session: Session, slug: str | None) -> Congress:
    if slug:
        return congress_by_slug(session, slug)
    found = current_congress(session)
    if found is None:
        raise NoSuchCongress
    return found
