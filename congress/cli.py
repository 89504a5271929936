"""`python -m congress …`: every command, each with `--help` and `--json`.

With `--json` standard output is one JSON document and all else goes to standard error. Exit 0 for done, 1 for
a finding, 2 for wrong use.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import click
import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from congress.accounts.actions import create_user, issue_token
from congress.accounts.addresses import read_address
from congress.accounts.queries import user_by_address
from congress.accounts.states import Role, ScopeKind
from congress.app import create_app
from congress.commands.bounces import bounces
from congress.commands.imports import division, programme, roster, school
from congress.commands.speaking import (
    FINDING,
    OPERATOR,
    WRONG_USE,
    as_json_option,
    chosen_congress,
    congress_option,
    fail,
    file_argument,
    tell,
)
from congress.credit.actions import ledger_lines, rebuild_totals, take_checkpoint, verify_ledger
from congress.credit.board_check import check_board
from congress.credit.chain import read_checkpoint, read_hold_checkpoint
from congress.credit.keys import board_key
from congress.credit.queries import head_of
from congress.demo.load import load_demo
from congress.foundation import clock
from congress.foundation.access import Grant
from congress.foundation.db import reading, unit_of_work
from congress.foundation.endpoint import known_scopes
from congress.foundation.errors import DomainError
from congress.foundation.i18n import in_language
from congress.foundation.tables import ImportRefused
from congress.foundation.upgrade import upgrade_database
from congress.programme.errors import NoSuchCongress
from congress.schools.queries import resolve_division, school_by_code
from congress.settings import Settings, SettingsError


def build_app(*, as_json: bool) -> Flask:
    """The app for a command: quiet, and a wrong setting is one line."""
    try:
        app = create_app(Settings.from_environment())
    except SettingsError as error:
        fail(str(error), WRONG_USE, as_json=as_json)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return app


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """The congress from the command line."""


for group in (school, division, programme, roster):
    cli.add_command(group)
cli.add_command(bounces)


def main() -> None:
    """Run a command inside the app; refusals and a database out of reach are one line, never a traceback."""
    arguments = sys.argv[1:]
    as_json = "--json" in arguments
    if not arguments or {"-h", "--help"} & set(arguments):
        cli()
    app = build_app(as_json=as_json)
    with app.app_context(), app.test_request_context(base_url=app.extensions["settings"].public_url), in_language("en"):
        try:
            cli(standalone_mode=False)
        except click.exceptions.Abort:
            sys.exit(WRONG_USE)
        except click.ClickException as error:
            fail(error.format_message(), WRONG_USE, as_json=as_json)
        except ImportRefused as error:
            lines = [f"{p.level}: {p.item}: {p.message}" for p in error.report.problems]
            fail("\n".join([str(error), *lines]), FINDING, as_json=as_json, document=error.report.as_json())
        except NoSuchCongress as error:
            fail(str(error), WRONG_USE, as_json=as_json, document=error.problem())
        except DomainError as error:
            lines = [f"{fault['field']}: {fault['message']}" for fault in error.errors or []]
            fail("\n".join([str(error), *lines]), FINDING, as_json=as_json, document=error.problem())
        except SQLAlchemyError as error:
            # never 1: whoever asks whether the ledger holds would read it as a finding
            fail(_out_of_reach(error), WRONG_USE, as_json=as_json)


def _out_of_reach(error: SQLAlchemyError) -> str:
    lacks = str(error.__cause__ or error)
    if "no such table" in lacks or "does not exist" in lacks:
        return "The database lacks tables or columns; python -m congress db upgrade makes them."
    return f"The database did not answer as expected: {type(error).__name__}."


@cli.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@as_json_option
def db_upgrade(*, as_json: bool) -> None:
    """Bring the tables to the state this version needs."""
    revision = upgrade_database()
    tell(f"The database is at {revision}.", {"revision": revision}, as_json=as_json)


@cli.group()
def demo() -> None:
    """The demo congress."""


@demo.command("load")
@click.option("--registrations", type=click.IntRange(0, 200_000), default=120, help="How many invented guests.")
@as_json_option
def demo_load(registrations: int, *, as_json: bool) -> None:
    """Load the demo congress into an empty database; its tables are made where they are missing."""
    upgrade_database()
    logins = load_demo(registrations=registrations, now=clock.now(), say=lambda text: click.echo(text, err=True))
    lines = [f"  {login['role']:16}{login['email']:34}{login['password']}" for login in logins]
    tell("\n".join(["The demo congress is loaded. Logins:", *lines]), {"logins": logins}, as_json=as_json)


@cli.group()
def ledger() -> None:
    """The ledger of credit."""


@ledger.command("verify")
@click.option("--checkpoint", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A kept checkpoint.")
@congress_option
@as_json_option
def ledger_verify(checkpoint: Path | None, slug: str | None, *, as_json: bool) -> None:
    """Find any entry changed, removed or slipped in; with a checkpoint also a chain that was rewritten."""
    kept = holds = None
    if checkpoint is not None:
        try:
            told, public = json.loads(checkpoint.read_text(encoding="utf-8")), board_key().public_key()
            kept, holds = read_checkpoint(told, public), read_hold_checkpoint(told, public)
        except (ValueError, UnicodeDecodeError) as error:
            fail(f"{checkpoint}: {error}", FINDING, as_json=as_json)
    with reading() as session:
        congress = chosen_congress(session, slug)
        findings = verify_ledger(session, congress, kept, holds)
        head = head_of(session, congress.id)
    document = {"entries": head.count, "head": head.hash, "findings": [vars(finding) for finding in findings]}
    if findings:
        fail("\n".join(finding.message for finding in findings), FINDING, as_json=as_json, document=document)
    tell(f"The ledger holds: {head.count} entries, ending in {head.hash}.", document, as_json=as_json)


@ledger.command("checkpoint")
@congress_option
@as_json_option
def ledger_checkpoint(slug: str | None, *, as_json: bool) -> None:
    """Print a signed checkpoint, to be kept by others."""
    with unit_of_work() as session:
        document = take_checkpoint(session, chosen_congress(session, slug), board_key(), now=clock.now()).document
    tell(json.dumps(document, ensure_ascii=False, indent=2), document, as_json=as_json)


@ledger.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@congress_option
@as_json_option
def ledger_export(file: Path, slug: str | None, *, as_json: bool) -> None:
    """Write the whole ledger to FILE, one JSON object a line, without personal data, for `tools/verify_ledger.py`."""
    with reading() as session, file.open("w", encoding="utf-8") as out:
        congress = chosen_congress(session, slug)
        lines = ledger_lines(session, congress, board_key().public_key(), now=clock.now())
        # the head comes first and is no entry
        count = sum(1 for line in lines if out.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")) - 1
    tell(f"{count} entries written to {file}.", {"entries": count, "file": str(file)}, as_json=as_json)


@ledger.command("recount")
@congress_option
@as_json_option
def ledger_recount(slug: str | None, *, as_json: bool) -> None:
    """Compute the totals that boards are read from anew, out of the ledger: after a restore, or in doubt."""
    with unit_of_work() as session:
        congress = chosen_congress(session, slug)
        rebuild_totals(session, congress)
        count = head_of(session, congress.id).count
    tell(f"The totals stand as {count} entries make them.", {"entries": count}, as_json=as_json)


@cli.group()
def board() -> None:
    """Published boards."""


@board.command("verify")
@file_argument
@click.option("--key", help="The public key (base 64) that is known from elsewhere.")
@click.option(
    "--opening",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What opens a line, or the bundle that opens all.",
)
@as_json_option
def board_verify(file: Path, key: str | None, opening: Path | None, *, as_json: bool) -> None:
    """Check a public board file with nothing but itself and the public key, and say what that proves."""
    document = _json_object(file, "a board file", as_json=as_json)
    opened = _json_object(opening, "an opening", as_json=as_json) if opening else None
    report = check_board(document, opened, key)
    if report.findings:
        found = {"valid": False, "findings": report.findings}
        fail("\n".join(report.findings), FINDING, as_json=as_json, document=found)
    told = {"valid": True, "findings": [], "proven": report.proven, "public_key": document["public_key"]}
    tell("\n".join(report.proven), told, as_json=as_json)


def _json_object(file: Path, what: str, *, as_json: bool) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        fail(f"{file} is not JSON.", FINDING, as_json=as_json)
    if not isinstance(document, dict):
        fail(f"{file} is not {what}.", FINDING, as_json=as_json)
    return document


@cli.group()
def user() -> None:
    """Users."""


@user.command("create")
@click.argument("email")
@click.option(
    "--role", "roles", type=click.Choice([role.value for role in Role]), required=True, multiple=True,
    help="May be given several times.",
)  # fmt: skip
@click.option("--school", "school_code", help="For the role school: its code.")
@click.option("--division", "division_code", help="For the roles division and verifier: its code or name.")
@click.option("--gate", "gate_slug", help="For the role gate: its slug.")
@click.option("--name", default="", help="How the user is called.")
@as_json_option
def user_create(
    email: str,
    roles: tuple[str, ...],
    school_code: str | None,
    division_code: str | None,
    gate_slug: str | None,
    name: str,
    *,
    as_json: bool,
) -> None:
    """Create somebody who can sign in; the password is read from standard input."""
    try:
        address = read_address(email)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="EMAIL") from None
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise click.UsageError("The password is read from standard input, which was empty.")
    with unit_of_work() as session:
        grants = [_grant(session, Role(role), school_code, division_code, gate_slug) for role in dict.fromkeys(roles)]
        created = create_user(
            session, address, name=name, password=password, grants=grants, by=OPERATOR, now=clock.now()
        )
        document = {
            "id": created.id, "email": created.email, "role": grants[0].role, "scope": grants[0].scope_code,
            "roles": [{"role": grant.role, "scope": grant.scope_code} for grant in grants],
        }  # fmt: skip
    tell(f"{address.text} is {', '.join(grant.role for grant in grants)}.", document, as_json=as_json)


def _grant(
    session: Session, role: Role, school_code: str | None, division_code: str | None, gate_slug: str | None
) -> Grant:
    if role is Role.SCHOOL:
        if not school_code or (found := school_by_code(session, school_code)) is None:
            raise click.BadParameter("A known school's code is needed.", param_hint="--school")
        return Grant(role, ScopeKind.SCHOOL, found.code)
    if role in {Role.DIVISION, Role.VERIFIER} and division_code:
        place = resolve_division(session, division_code)
        if place is None:
            raise click.BadParameter("There is no such division.", param_hint="--division")
        return Grant(role, ScopeKind.DIVISION, place.code)
    if role is Role.VERIFIER:
        return Grant(role, ScopeKind.PROVINCE, None)
    if role is Role.DIVISION:
        raise click.BadParameter("A known division's code is needed.", param_hint="--division")
    if role is Role.GATE:
        if not gate_slug:
            raise click.BadParameter("The gate's slug is needed.", param_hint="--gate")
        return Grant(role, ScopeKind.GATE, gate_slug)
    return Grant(role)


@cli.group()
def token() -> None:
    """Tokens for programs."""


@token.command("create")
@click.option("--user", "email", required=True, help="Whose token it is.")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(known_scopes()), metavar="SCOPE",
    help="What it may do; without any, all that the user may. Scopes are e.g. checkin:write; a wrong one lists all.",
)  # fmt: skip
@click.option("--label", default="", help="What it is for.")
@as_json_option
def token_create(email: str, scopes: tuple[str, ...], label: str, *, as_json: bool) -> None:
    """Print a new token, alone."""
    with unit_of_work() as session:
        owner = user_by_address(session, email.strip().lower())
        if owner is None:
            raise click.BadParameter("There is no such user.", param_hint="--user")
        secret = issue_token(session, owner, label=label, scopes=scopes, by=OPERATOR, now=clock.now())
    tell(secret, {"token": secret}, as_json=as_json)
