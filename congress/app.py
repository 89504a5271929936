"""The product put together: settings, database, jobs, slices, errors. Reads like a table of contents."""

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from congress.accounts.sessions import configure_sessions
from congress.accounts.states import FACTOR_NAMES
from congress.accounts.states import ROLE_NAMES as ACCOUNT_ROLE_NAMES
from congress.admin.acts import act_name, actor_name, object_name
from congress.admin.facts import fact_name, fact_value
from congress.alumni.events import AlmaMaterMoved
from congress.alumni.states import CLAIM_NAMES, DEGREE_NAMES
from congress.campaigns import reactions as campaigns_reactions
from congress.ceremony.listed import projects_chapter
from congress.changes import reactions as changes_reactions
from congress.checkin import reactions as checkin_reactions
from congress.checkin.devices import configure_devices
from congress.checkin.guest_queries import liaisons_of_guests
from congress.checkin.missing import Way, group_missing_by
from congress.contents import API, CALLS, DEVICE_CALLS, HOOKS, PAGES, PERSONAL
from congress.credit import reactions as credit_reactions
from congress.credit.on_screen import board_for_screens, boards_for_screens
from congress.credit.shown import show_credit
from congress.delegations import reactions as delegations_reactions
from congress.delegations.queries import contacts_of_nominees, liaisons_of_nominees
from congress.demo.logins import shown_logins
from congress.filings import reactions as filings_reactions
from congress.foundation.batches import BATCH_STATE_NAMES
from congress.foundation.db import configure_database
from congress.foundation.errors import configure_errors
from congress.foundation.events import subscribe
from congress.foundation.i18n import configure_i18n
from congress.foundation.jobs import configure_jobs
from congress.foundation.keys import session_key
from congress.foundation.limits import configure_limits
from congress.foundation.lists import declare_lists
from congress.foundation.logs import configure_logs
from congress.foundation.pages import configure_pages
from congress.foundation.personal import declare
from congress.handbook import reactions as handbook_reactions
from congress.handbook.chapters import fill_chapter
from congress.handbook.papers import register_papers
from congress.listings import LISTS
from congress.notifications.states import STATE_NAMES as MESSAGE_STATE_NAMES
from congress.outcomes.events import OutcomeAccepted, OutcomeReversed
from congress.outcomes.states import KIND_NAMES as MILESTONE_KIND_NAMES
from congress.outcomes.states import MILESTONE_NAMES
from congress.payments import reactions as payment_reactions
from congress.payments.events import ItemsReturned
from congress.payments.shown import show_payments
from congress.portal.site import configure_site
from congress.privacy.shown import show_rights
from congress.programme.events import CapacityRaised, ForumMoved, ProgrammeReleased
from congress.registration import reactions as registration_reactions
from congress.registration.events import HoldingEnded, RegistrationCancelled, RegistrationChanged
from congress.registration.liaisons import ask_for_liaisons
from congress.registration.states import HOLDING_NAMES, STATUS_NAMES
from congress.registration.subjects import offer_subject
from congress.review.shown import show_review
from congress.schools.states import KIND_NAMES
from congress.screens.boards import Boards, show_boards
from congress.seating import reactions as seating_reactions
from congress.seating.events import SeatChanged
from congress.settings import ROOT, Settings
from congress.signing.events import IntentionsMerged, IntentionsWritten
from congress.signing.states import CATEGORY_NAMES, HOW_NAMES, ROLE_NAMES, SECRECY_NAMES
from congress.signing.states import STATE_NAMES as INTENTION_STATE_NAMES
from congress.signing.tables import INTENTIONS
from congress.stay import reactions as stay_reactions
from congress.stay.shown import show_stay


def create_app(settings: Settings | None = None) -> Flask:
    """Build the web application; the same one runs the worker's jobs and the commands."""
    settings = settings or Settings.from_environment()
    app = Flask("congress", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key or session_key(settings),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        # an answer that comes late, a picture's or a poll's, must not put an older session over a newer one
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # the way Flask documents
    configure_logs(app, settings)
    configure_i18n(app, settings.timezone.key)
    configure_database(app, settings)
    configure_jobs(app, settings)
    configure_limits(app, settings)
    configure_sessions(app)
    configure_devices(app)
    configure_pages(app, settings)
    configure_site(app, settings)
    _name_states(app)
    show_credit(app)
    show_payments(app)
    show_rights(app)
    show_stay(app)
    show_review(app)
    for tables in PERSONAL:
        declare(tables)
    declare_lists(LISTS)
    _register_slices(app)
    _subscribe_reactions()
    offer_subject("intentions", INTENTIONS)
    register_papers()
    fill_chapter("projects", projects_chapter)
    show_boards(Boards(offered=boards_for_screens, shown=board_for_screens))
    ask_for_liaisons(liaisons_of_guests, liaisons_of_nominees)
    group_missing_by(Way.DELEGATION, contacts_of_nominees)
    configure_errors(app)
    return app


def _name_states(app: Flask) -> None:
    """States in words, for templates of any slice."""
    app.jinja_env.filters.update(
        status_name=STATUS_NAMES.__getitem__,
        holding_name=HOLDING_NAMES.__getitem__,
        entity_kind_name=KIND_NAMES.__getitem__,
        intention_state_name=INTENTION_STATE_NAMES.__getitem__,
        intention_category_name=CATEGORY_NAMES.__getitem__,
        party_role_name=ROLE_NAMES.__getitem__,
        secrecy_name=SECRECY_NAMES.__getitem__,
        how_signed_name=HOW_NAMES.__getitem__,
        milestone_kind_name=MILESTONE_KIND_NAMES.__getitem__,
        milestone_state_name=MILESTONE_NAMES.__getitem__,
        role_name=ACCOUNT_ROLE_NAMES.__getitem__,
        factor_name=FACTOR_NAMES.__getitem__,
        message_state_name=MESSAGE_STATE_NAMES.__getitem__,
        act_name=act_name,
        fact_name=fact_name,
        fact_value=fact_value,
        actor_name=actor_name,
        object_name=object_name,
        batch_state_name=BATCH_STATE_NAMES.__getitem__,
        claim_name=CLAIM_NAMES.__getitem__,
        degree_name=DEGREE_NAMES.__getitem__,
    )
    app.jinja_env.globals["demo_logins"] = shown_logins


def _register_slices(app: Flask) -> None:
    csrf = CSRFProtect(app)
    for blueprint, prefix in PAGES:
        app.register_blueprint(blueprint, url_prefix=prefix or None)
    for blueprint in CALLS:
        # programs carry a token that no browser sends by itself
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint, url_prefix=API)
    for blueprint in [*DEVICE_CALLS, *HOOKS]:
        csrf.exempt(blueprint)
        app.register_blueprint(blueprint)


def _subscribe_reactions() -> None:
    subscribe(CapacityRaised, registration_reactions.fill_new_seats)
    subscribe(ForumMoved, registration_reactions.keep_agendas_possible)
    subscribe(ForumMoved, registration_reactions.tell_holders)
    subscribe(HoldingEnded, seating_reactions.close_row)
    subscribe(ProgrammeReleased, handbook_reactions.tell_affected)
    subscribe(RegistrationCancelled, checkin_reactions.call_off_brought)
    subscribe(RegistrationCancelled, payment_reactions.call_off_orders)
    subscribe(RegistrationCancelled, stay_reactions.give_up_stay)
    subscribe(RegistrationCancelled, delegations_reactions.free_place)
    subscribe(RegistrationCancelled, campaigns_reactions.leave_alone)
    subscribe(RegistrationChanged, changes_reactions.write_down)
    subscribe(SeatChanged, changes_reactions.write_down_seat)
    subscribe(ItemsReturned, changes_reactions.write_down_dinner)
    subscribe(IntentionsWritten, filings_reactions.find_filings)
    subscribe(IntentionsMerged, filings_reactions.follow_kept)
    subscribe(OutcomeAccepted, credit_reactions.credit_outcome)
    subscribe(OutcomeReversed, credit_reactions.counter_outcome)
    subscribe(AlmaMaterMoved, credit_reactions.settle_alma_mater)
