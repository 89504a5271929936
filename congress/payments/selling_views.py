"""Prices in the console: whether anything is sold, whose account it is, and what there is to buy."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.payments.forms import ExtraForm, NewExtraForm, TermsForm
from congress.payments.gateway import is_live, settings_here
from congress.payments.queries import extra_by_slug, extras_of, terms_of
from congress.payments.selling import change_extra, offer_extra, set_terms
from congress.payments.states import EXTRA_NAMES
from congress.programme.queries import the_congress

blueprint = Blueprint("selling_staff", __name__)


def _terms_page(form: TermsForm, status: int = 200) -> ResponseReturnValue:
    settings = settings_here()
    with reading() as session:
        congress = the_congress(session)
        page = render_template(
            "payments/staff_terms.html", form=form, terms=terms_of(session, congress.id),
            extras=extras_of(session, congress.id), kinds=EXTRA_NAMES, now=clock.now(),
            has_key=bool(settings.stripe_secret_key), has_hook=bool(settings.stripe_webhook_secret),
            live=is_live(settings.stripe_secret_key or ""),
        )  # fmt: skip
    return page, status


@blueprint.get("/console/extras")
@requires(is_organiser)
def terms() -> ResponseReturnValue:
    with reading() as session:
        form = TermsForm(formdata=None, obj=terms_of(session, the_congress(session).id))
    return _terms_page(form)


@blueprint.post("/console/extras")
@requires(is_organiser)
def save_terms() -> ResponseReturnValue:
    form = TermsForm()
    if not submitted(form):
        return _terms_page(form, 422)
    facts = {name: form[name].data for name in ("is_open", "payee", "bank", "account", "transfer_days")}
    with unit_of_work() as session:
        set_terms(session, the_congress(session), facts, by=current_actor(), now=clock.now())
    flash_done(_("Saved."))
    return redirect(url_for("selling_staff.terms"))


def _extra_page(form: ExtraForm, title: str, status: int = 200) -> ResponseReturnValue:
    return render_template("payments/staff_extra.html", form=form, title=title), status


@blueprint.get("/console/extras/new")
@requires(is_organiser)
def new_extra() -> ResponseReturnValue:
    return _extra_page(NewExtraForm(formdata=None, most_each=1), _("New extra"))


@blueprint.post("/console/extras/new")
@requires(is_organiser)
def add_extra() -> ResponseReturnValue:
    form = NewExtraForm()
    if not submitted(form):
        return _extra_page(form, _("New extra"), 422)
    try:
        with unit_of_work() as session:
            offer_extra(
                session, the_congress(session), form.slug.data, form.facts(), by=current_actor(), now=clock.now()
            )
    except DomainError as error:
        form.show(error)
        return _extra_page(form, _("New extra"), error.status)
    flash_done(_("Saved."))
    return redirect(url_for("selling_staff.terms"))


@blueprint.get("/console/extras/<extra>")
@requires(is_organiser)
def extra(extra: str) -> ResponseReturnValue:
    form = ExtraForm(formdata=None)
    with reading() as session:
        found = extra_by_slug(session, the_congress(session).id, extra)
        form.fill(found)
        return _extra_page(form, found.title_zh)


@blueprint.post("/console/extras/<extra>")
@requires(is_organiser)
def save_extra(extra: str) -> ResponseReturnValue:
    form = ExtraForm()
    with reading() as session:
        title = extra_by_slug(session, the_congress(session).id, extra).title_zh
    if not submitted(form):
        return _extra_page(form, title, 422)
    try:
        with unit_of_work() as session:
            found = extra_by_slug(session, the_congress(session).id, extra)
            change_extra(session, found, form.facts(), by=current_actor(), now=clock.now())
    except DomainError as error:
        form.show(error)
        return _extra_page(form, title, error.status)
    flash_done(_("Saved."))
    return redirect(url_for("selling_staff.terms"))
