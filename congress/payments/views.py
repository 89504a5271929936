"""`/me/…`: choosing extras, paying, calling off, asking for an invoice, pledging."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from congress.foundation import clock
from congress.foundation.access import anybody_signed_in, current_actor, requires
from congress.foundation.db import reading, unit_of_work
from congress.foundation.errors import DomainError
from congress.foundation.forms import BaseForm, submitted
from congress.foundation.i18n import _
from congress.foundation.pages import flash_done
from congress.payments.books_queries import invoice_for, pledge_by_public_id, pledges_of, standing_invoice
from congress.payments.checkout import open_checkout
from congress.payments.errors import NoSuchOrder, PaymentServiceDown
from congress.payments.files import invoice_file
from congress.payments.forms import BuyForm, InvoiceForm, PledgeForm, read_quantities
from congress.payments.gateway import methods_open, the_gateway
from congress.payments.invoicing import request_invoice
from congress.payments.models import Order
from congress.payments.orders import cancel_order, place_order
from congress.payments.pledging import make_pledge, move_pledge
from congress.payments.queries import extras_sold, held_quantities, orders_of, own_order, terms_of
from congress.payments.states import WITH_MONEY, Method, PledgeState
from congress.programme.queries import the_congress
from congress.registration.models import Registration
from congress.registration.queries import STANDING, registration_for

blueprint = Blueprint("payments", __name__)


def _own(session: Session, code: str) -> Registration:
    return registration_for(session, current_actor(), the_congress(session).id, code, see_all=False)


def _order(session: Session, code: str, order: str) -> Order:
    found = own_order(session, current_actor(), the_congress(session).id, order)
    if found.registration.code != code:
        raise NoSuchOrder
    return found


def _shop(
    session: Session, registration: Registration, form: BuyForm, status: int = 200
) -> ResponseReturnValue:  # fmt: skip
    stands = registration.status in STANDING
    page = render_template(
        "payments/shop.html", registration=registration, form=form, orders=orders_of(session, [registration.id]),
        extras=extras_sold(session, registration.congress_id, now=clock.now()) if stands else [],
        held=held_quantities(session, registration.id), typed=request.form,
    )  # fmt: skip
    return page, status


def _form(session: Session, registration: Registration) -> BuyForm:
    form = BuyForm() if request.method == "POST" else BuyForm(formdata=None)
    methods = methods_open(terms_of(session, registration.congress_id))
    form.offer(methods)
    if request.method == "GET" and methods:
        form.method.data = methods[0]
    return form


@blueprint.get("/me/<code>/orders")
@requires(anybody_signed_in)
def shop(code: str) -> ResponseReturnValue:
    with reading() as session:
        registration = _own(session, code)
        return _shop(session, registration, _form(session, registration))


@blueprint.post("/me/<code>/orders")
@requires(anybody_signed_in)
def buy(code: str) -> ResponseReturnValue:
    with reading() as session:
        registration = _own(session, code)
        form = _form(session, registration)
        if not submitted(form):
            return _shop(session, registration, form, 422)
        methods = methods_open(terms_of(session, registration.congress_id))
    try:
        with unit_of_work() as session:
            order = place_order(
                session, _own(session, code), read_quantities(request.form), Method(form.method.data),
                methods=methods, by=current_actor(), now=clock.now(),
            )  # fmt: skip
            order_id, public_id = order.id, order.public_id
    except DomainError as error:
        form.form_errors.append(str(error))
        with reading() as session:
            return _shop(session, _own(session, code), form, error.status)
    if form.method.data == Method.STRIPE:
        _try_checkout(order_id)
    return redirect(url_for("payments.order", code=code, order=public_id))


def _try_checkout(order_id: int) -> None:
    """The order stands whether or not Stripe answers now; its page offers to try again."""
    try:
        open_checkout(the_gateway(), order_id, now=clock.now())
    except PaymentServiceDown:
        return


def _order_page(found: Order, session: Session, form: BaseForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "payments/order.html", order=found, registration=found.registration, form=form,
        terms=terms_of(session, found.congress_id), now=clock.now(),
        may_ask_invoice=found.state in WITH_MONEY and standing_invoice(session, found.id) is None,
    )  # fmt: skip
    return page, status


@blueprint.get("/me/<code>/orders/<order>")
@requires(anybody_signed_in)
def order(code: str, order: str) -> ResponseReturnValue:
    """Where one comes back to from Stripe too: what it says about the payment is what we have heard, not this visit."""
    with reading() as session:
        found = _order(session, code, order)
        form = InvoiceForm(formdata=None, title=found.registration.organisation)
        return _order_page(found, session, form)


@blueprint.post("/me/<code>/orders/<order>/pay")
@requires(anybody_signed_in)
def pay(code: str, order: str) -> ResponseReturnValue:
    """Make the page for paying, where it could not be made when the order was placed."""
    with reading() as session:
        order_id = _order(session, code, order).id
    open_checkout(the_gateway(), order_id, now=clock.now())
    return redirect(url_for("payments.order", code=code, order=order))


@blueprint.post("/me/<code>/orders/<order>/cancel")
@requires(anybody_signed_in)
def cancel(code: str, order: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        cancel_order(session, _order(session, code, order), by=current_actor(), now=clock.now())
    flash_done(_("The order is called off."))
    return redirect(url_for("payments.shop", code=code))


@blueprint.post("/me/<code>/orders/<order>/invoice")
@requires(anybody_signed_in)
def ask_invoice(code: str, order: str) -> ResponseReturnValue:
    form = InvoiceForm()
    if not submitted(form):
        with reading() as session:
            return _order_page(_order(session, code, order), session, form, 422)
    with unit_of_work() as session:
        found = _order(session, code, order)
        request_invoice(
            session, found, form.title.data, form.tax_number.data or "", by=current_actor(), now=clock.now()
        )
    flash_done(_("The invoice is asked for; we write to you when it is there."))
    return redirect(url_for("payments.order", code=code, order=order))


@blueprint.get("/me/<code>/orders/<order>/invoices/<invoice>")
@requires(anybody_signed_in)
def invoice(code: str, order: str, invoice: str) -> Response:
    with reading() as session:
        return invoice_file(invoice_for(session, _order(session, code, order), invoice))


def _pledge_page(code: str, form: PledgeForm, status: int = 200) -> ResponseReturnValue:
    with reading() as session:
        registration = _own(session, code)
        made = pledges_of(session, registration.id)
        return render_template("payments/pledge.html", registration=registration, form=form, pledges=made), status


@blueprint.get("/me/<code>/pledges")
@requires(anybody_signed_in)
def pledges(code: str) -> ResponseReturnValue:
    return _pledge_page(code, PledgeForm(formdata=None))


@blueprint.post("/me/<code>/pledges")
@requires(anybody_signed_in)
def add_pledge(code: str) -> ResponseReturnValue:
    form = PledgeForm()
    if not submitted(form):
        return _pledge_page(code, form, 422)
    with unit_of_work() as session:
        make_pledge(
            session, _own(session, code), form.recipient.data, form.purpose.data, form.amount.fen,
            by=current_actor(), now=clock.now(),
        )  # fmt: skip
    flash_done(_("Thank you. The office passes your pledge on to the recipient, who will write to you."))
    return redirect(url_for("payments.pledges", code=code))


@blueprint.post("/me/<code>/pledges/<pledge>/withdraw")
@requires(anybody_signed_in)
def withdraw_pledge(code: str, pledge: str) -> ResponseReturnValue:
    with unit_of_work() as session:
        registration = _own(session, code)
        found = pledge_by_public_id(session, registration.congress_id, pledge)
        if found.registration_id != registration.id:
            raise NoSuchOrder
        move_pledge(session, found, PledgeState.WITHDRAWN, by=current_actor(), now=clock.now())
    flash_done(_("The pledge is withdrawn."))
    return redirect(url_for("payments.pledges", code=code))
