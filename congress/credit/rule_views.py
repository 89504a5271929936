"""Versions of the rules in the console: read, drafted, tried on what is there, put in force from a day."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.credit.actions import compute_board
from congress.credit.forms import ForceForm, RulesForm
from congress.credit.models import RuleVersion
from congress.credit.permissions import sees_all_credit
from congress.credit.queries import entity_names
from congress.credit.rule_queries import rule_version, rule_versions, rules_at
from congress.credit.rule_sets import CURRENT, AnyBoard, read_rules, rules_text
from congress.credit.rule_versions import put_in_force, save_draft, try_rules
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, NotFound
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _, pick
from congress.foundation.pages import flash_done, zone
from congress.programme.queries import the_congress
from congress.schools.states import KIND_NAMES

blueprint = Blueprint("credit_rules", __name__)


def _list_page(session: Session, form: RulesForm | None = None, status: int = 200) -> ResponseReturnValue:
    standing = rules_at(session, clock.now())
    found = rule_versions(session)
    texts = {one.version: one.text for one in found} | {CURRENT: rules_text()}
    page = render_template(
        "credit/rules.html", versions=found, standing=standing, first=CURRENT,
        form=form or RulesForm(formdata=None, text=texts[standing.version]),
    )  # fmt: skip
    return page, status


@blueprint.get("/console/rules")
@requires(sees_all_credit)
def rules() -> ResponseReturnValue:
    with reading() as session:
        return _list_page(session)


@blueprint.post("/console/rules")
@requires(is_organiser)
def draft() -> ResponseReturnValue:
    """Keep a draft under the version that its text names."""
    form = RulesForm()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                made = save_draft(session, form.text.data, by=current_actor(), now=clock.now()).version
        except DomainError as error:
            form.show(error)
            status = error.status
        else:
            flash_done(_("The draft is kept; nothing counts by it yet."))
            return redirect(url_for(".version", version=made))
    with reading() as session:
        return _list_page(session, form, status)


def _found(session: Session, version: str) -> tuple[str, RuleVersion | None]:
    """The text of a version, and its row unless the product brings it along; raises NotFound."""
    if version == CURRENT:
        return rules_text(), None
    row = rule_version(session, version)
    if row is None:
        raise NotFound
    return row.text, row


def _title(board: AnyBoard) -> str:
    return f"{pick(board.zh, board.en)} · {KIND_NAMES[board.entity_kind]}"


def _page(session: Session, version: str, form: BaseForm | None = None, status: int = 200) -> ResponseReturnValue:
    text, row = _found(session, version)
    congress, now, told = the_congress(session), clock.now(), read_rules(text)
    standing = rules_at(session, now)
    is_draft = row is not None and row.state == "draft"
    page = render_template(
        "credit/rule_version.html", text=text, row=row, version=version, form=form or ForceForm(formdata=None),
        rules=told, names=entity_names(session), is_draft=is_draft, standing=standing,
        titles={one.slug: _title(one) for one in told.every_board + standing.every_board},
        differences=try_rules(session, congress, told, zone=zone(), now=now) if is_draft else [],
        scores=[
            compute_board(session, congress, one.slug, as_of=now, period=None, zone=zone(), rules=told)
            for one in told.composites
        ],
    )  # fmt: skip
    return page, status


@blueprint.get("/console/rules/<version>")
@requires(sees_all_credit)
def version(version: str) -> ResponseReturnValue:
    """A version with its text; a draft with what it would change on the boards as they stand."""
    with reading() as session:
        return _page(session, version)


@blueprint.post("/console/rules/<version>/force")
@requires(is_organiser)
def force(version: str) -> ResponseReturnValue:
    """Let a draft count from a moment on that has not come yet."""
    form = ForceForm()
    status = 422
    if submitted(form):
        try:
            with unit_of_work() as session:
                _text, row = _found(session, version)
                if row is None:
                    raise NotFound
                moment = form.valid_from.data.replace(tzinfo=zone())
                put_in_force(session, row, moment, by=current_actor(), now=clock.now())
        except DomainError as error:
            if isinstance(error, NotFound):
                raise
            form.show(error)
            status = error.status
        else:
            flash_done(_("The rules are in force from that day on."))
            return redirect(url_for(".version", version=version))
    with reading() as session:
        return _page(session, version, form, status)
