"""Orders in the console: find, look at, give back, confirm by hand, hand an invoice over."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.accounts.permissions import is_organiser
from congress.foundation import clock
from congress.foundation.access import current_actor, requires
from congress.foundation.audit import trail_of
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError, Invalid
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.ids import new_id
from congress.foundation.pages import flash_done
from congress.foundation.uploads import INVOICE_MAGIC, keep_upload
from congress.payments.bank import confirm_payment
from congress.payments.books_queries import invoice_for
from congress.payments.files import invoice_file
from congress.payments.forms import FEN, ConfirmForm, IssueForm, RefundForm, ReversalForm, read_quantities
from congress.payments.gateway import settings_here
from congress.payments.invoicing import issue_invoice, reverse_invoice
from congress.payments.listed import ORDERS
from congress.payments.models import Order
from congress.payments.queries import (
    OrderFilter,
    entries_of,
    money_left,
    order_by_public_id,
    order_counts,
    page_of_orders,
)
from congress.payments.settling import request_refund
from congress.payments.states import ENTRY_NAMES, METHOD_NAMES, ORDER_NAMES, Method
from congress.programme.queries import the_congress

blueprint = Blueprint("payments_staff", __name__)
LIST_SIZE = 50


@blueprint.get("/console/payments")
@requires(is_organiser)
def orders() -> ResponseReturnValue:
    wish = OrderFilter(**ORDERS.wish_of(request.args))
    with reading() as session:
        congress = the_congress(session)
        page = page_of_orders(session, congress.id, wish, limit=LIST_SIZE, cursor=request.args.get("cursor"))
        return render_template(
            "payments/staff_orders.html", page=page, wish=wish, counts=order_counts(session, congress.id),
            left=money_left(session, congress.id), states=ORDER_NAMES, methods=METHOD_NAMES,
        )  # fmt: skip


def _found(session: Session, order: str) -> Order:
    return order_by_public_id(session, the_congress(session).id, order)


def _page(order: str, form: BaseForm | None = None, status: int = 200) -> ResponseReturnValue:
    """The order with all that can be done; `form` is the one that was refused."""
    with reading() as session:
        found = _found(session, order)
        open_fen = found.amount_fen / FEN
        fresh: dict[str, BaseForm] = {
            "refund": RefundForm(formdata=None, method=found.method, request_key=new_id()),
            "confirm": ConfirmForm(formdata=None, amount=open_fen),
            "issue": IssueForm(formdata=None),
            "reversal": ReversalForm(formdata=None),
        }
        if form is not None:
            name = next(name for name, one in fresh.items() if type(one) is type(form))
            fresh[name] = form
        page = render_template(
            "payments/staff_order.html", order=found, entries=entries_of(session, found.id), forms=fresh,
            wrong=form, typed=request.form, entry_names=ENTRY_NAMES, methods=METHOD_NAMES,
            trail=trail_of(session, "order", found.public_id),
        )  # fmt: skip
        return page, status


@blueprint.get("/console/payments/<order>")
@requires(is_organiser)
def order(order: str) -> ResponseReturnValue:
    return _page(order)


def _refused(order: str, form: BaseForm, error: DomainError) -> ResponseReturnValue:
    form.show(error)
    return _page(order, form, error.status)


@blueprint.post("/console/payments/<order>/refund")
@requires(is_organiser)
def refund(order: str) -> ResponseReturnValue:
    form = RefundForm()
    if not submitted(form):
        return _page(order, form, 422)
    try:
        with unit_of_work() as session:
            request_refund(
                session, _found(session, order), form.amount.fen or None, form.reason.data,
                key=form.request_key.data, method=Method(form.method.data), returned=read_quantities(request.form),
                by=current_actor(), now=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        return _refused(order, form, error)
    flash_done(_("The refund is decided; the person is told when it has gone out."))
    return redirect(url_for("payments_staff.order", order=order))


@blueprint.post("/console/payments/<order>/confirm")
@requires(is_organiser)
def confirm(order: str) -> ResponseReturnValue:
    form = ConfirmForm()
    if not submitted(form):
        return _page(order, form, 422)
    try:
        with unit_of_work() as session:
            confirm_payment(
                session, _found(session, order), form.amount.fen, form.source.data or "", form.reason.data,
                by=current_actor(), now=clock.now(),
            )  # fmt: skip
    except DomainError as error:
        return _refused(order, form, error)
    flash_done(_("The payment is confirmed, and the person is told."))
    return redirect(url_for("payments_staff.order", order=order))


@blueprint.post("/console/payments/<order>/invoices/<invoice>/issue")
@requires(is_organiser)
def issue(order: str, invoice: str) -> ResponseReturnValue:
    form = IssueForm()
    if not submitted(form):
        return _page(order, form, 422)
    settings, file = settings_here(), form.file.data
    try:
        with unit_of_work() as session:
            if not file:
                raise Invalid.field("file", _("Please choose a file."))
            found, by, now = _found(session, order), current_actor(), clock.now()
            kept = keep_upload(
                session, file.read(), file.filename, by, folder=settings.instance_dir / "uploads",
                largest=settings.max_upload_bytes, now=now, kinds=INVOICE_MAGIC,
            )  # fmt: skip
            issue_invoice(session, found, invoice_for(session, found, invoice), form.number.data, kept, by=by, now=now)
    except DomainError as error:
        return _refused(order, form, error)
    flash_done(_("The invoice is handed over, and the person is told."))
    return redirect(url_for("payments_staff.order", order=order))


@blueprint.post("/console/payments/<order>/invoices/<invoice>/reverse")
@requires(is_organiser)
def reverse(order: str, invoice: str) -> ResponseReturnValue:
    form = ReversalForm()
    if not submitted(form):
        return _page(order, form, 422)
    try:
        with unit_of_work() as session:
            found = _found(session, order)
            standing = invoice_for(session, found, invoice)
            reverse_invoice(session, found, standing, form.reason.data, by=current_actor(), now=clock.now())
    except DomainError as error:
        return _refused(order, form, error)
    flash_done(_("The invoice is reversed, and the person is told."))
    return redirect(url_for("payments_staff.order", order=order))


@blueprint.get("/console/payments/<order>/invoices/<invoice>")
@requires(is_organiser)
def invoice(order: str, invoice: str) -> Response:
    with reading() as session:
        return invoice_file(invoice_for(session, _found(session, order), invoice))
