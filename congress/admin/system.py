"""What the system administrator looks at: what runs, how it is set, what works in the background. No person's data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from congress.accounts.permissions import is_system_admin
from congress.foundation import clock
from congress.foundation.access import requires
from congress.foundation.batches import BATCH_STATE_NAMES, latest_batches
from congress.foundation.db import reading
from congress.foundation.heartbeat import BACKGROUND, is_beating, last_beat
from congress.foundation.i18n import LazyString, _, _l
from congress.foundation.jobs import scheduled_jobs
from congress.notifications.queries import state_counts
from congress.notifications.states import STATE_NAMES
from congress.settings import Settings

blueprint = Blueprint("admin_system", __name__)
SHOWN = 20
JOB_NAMES: Mapping[str, LazyString] = {
    "campaigns.send_letters": _l("Write to the next of each released campaign"),
    "campaigns.send_reminders": _l("Remind and thank those whose time has come"),
    "credit.hand_out_checkpoints": _l("Send schools and places the ledger's checkpoint once a day"),
    "filings.let_lapse": _l("Let filings lapse whose time is over, and remind their filers"),
    "exports.forget_files": _l("Remove exported lists after a few days"),
    "delegations.remind": _l("Remind nominees of their data, and contacts of a deadline that is near"),
    "deadlines.remind_owners": _l("Tell of projects that are overdue"),
    "foundation.forget_answers": _l("Forget the stored answers of yesterday's calls"),
    "foundation.resume_batches": _l("Take up long work that nobody works on"),
    "helpdesk.escalate_late": _l("Tell of calls for help that nobody has answered in time"),
    "notifications.deliver_due": _l("Send the messages that are due"),
    "payments.close_checkouts": _l("Close the checkouts of orders that have ended"),
    "payments.reconcile": _l("Compare the money ledger with Stripe"),
    "payments.release_orders": _l("Give back what abandoned orders hold"),
    "payments.send_refunds": _l("Send refunds to Stripe"),
    "portal.beat": _l("Show that jobs are worked off"),
    "privacy.keep_dates": _l("Let go what is past its date of retention"),
    "privacy.remove_exports": _l("Remove exports of personal data after a day"),
    "promises.climb": _l("Tell prefectures and the province of promises that stay overdue"),
    "promises.remind_offices": _l("Remind offices of promises that are due or overdue"),
    "registration.expire_offers": _l("Pass on offered seats that nobody took"),
    "registration.forget_rosters": _l("Forget lists of people that were brought as files, after a day"),
    "registration.release_invitations": _l("Give back the seats of expired invitations"),
    "returns.remind_units": _l("Remind units of returns that are due or late"),
}


@dataclass(frozen=True)
class Setting:
    """One variable of the environment, and what it means that it stands so; what is secret never stands here."""

    name: str
    value: str
    meaning: LazyString


# in the order of `deploy/environment.example`
MEANINGS: Mapping[str, LazyString] = {
    "DATABASE_URL": _l("Where everything is kept."),
    "REDIS_URL": _l("Without it limits are counted in each process."),
    "CELERY_BROKER_URL": _l("Without it jobs travel through Redis, else through files."),
    "PUBLIC_URL": _l("The address in messages and QR codes."),
    "CONGRESS_INSTANCE": _l("Uploads, keys that are made here, the embedded queue."),
    "SECRET_KEY": _l("Signs the sessions; without it one is made in the instance folder."),
    "BADGE_KEY": _l("Signs badges; without it one is made in the instance folder."),
    "BOARD_KEY": _l("Signs published boards; without it one is made in the instance folder."),
    "FIELD_KEY": _l("Encrypts numbers of documents; without it one is made in the instance folder."),
    "PASSWORD_POLICY": _l("What a password of the staff has to be."),
    "REQUIRE_SECOND_FACTOR": _l("Whether the three administrators need a second proof."),
    "SESSION_IDLE_MINUTES": _l("After so many minutes without use a login ends."),
    "SESSION_HOURS": _l("After so many hours a login ends in any case."),
    "CAMPUS_LOGINS": _l("Logins of schools for their own contacts."),
    "SMTP_URL": _l("Without it mail stays in the outbox."),
    "MAIL_FROM": _l("The sender of every mail."),
    "MAIL_REPLY_TO": _l("Where answers to mails go, if not to the sender."),
    "MAIL_PER_MINUTE": _l("How many mails to many go out in a minute at most."),
    "MESSAGES_PER_ADDRESS": _l("How many messages one address gets in an hour at most."),
    "SMS_GATEWAY_URL": _l("Without it text messages stay in the outbox."),
    "SMS_GATEWAY_KEY": _l("Names this installation to the SMS gateway."),
    "SMS_GATEWAY_SECRET": _l("Signs what goes to the SMS gateway and what comes from it."),
    "SMS_QUIET_HOURS": _l("In these hours no reminders and invitations go out by SMS."),
    "SMS_PER_MINUTE": _l("How many text messages go out in a minute at most."),
    "WECHAT_APP_ID": _l("Without it nothing goes by WeChat."),
    "WECHAT_APP_SECRET": _l("The secret of the official account."),
    "WECHAT_API_BASE": _l("Another address of WeChat, for tests."),
    "STRIPE_SECRET_KEY": _l("Without it nothing can be paid by card, Alipay or WeChat Pay."),
    "STRIPE_WEBHOOK_SECRET": _l("Without it what Stripe reports is not believed."),
    "STRIPE_API_BASE": _l("Another address of Stripe, for tests."),
    "CONGRESS_TIMEZONE": _l("The time zone of the venue."),
    "ORGANISER_NAME": _l("Who stands at the foot of pages and papers."),
    "ICP_NUMBER": _l("The record number at the foot of pages."),
    "VERIFY_WITH_TWO_ABOVE_FEN": _l("Outcomes above this amount, in fen, need two verifiers."),
    "FILING_PROTECTION_DAYS": _l("So many days a confirmed filing is protected, once more with a proven follow-up."),
    "CONGRESS_DEMO": _l("Shows demo logins to everybody: never in use."),
    "TRUSTED_PROXIES": _l("How many proxies in front are believed about addresses."),
    "LOG_LEVEL": _l("How much the logs say."),
    "DB_POOL_SIZE": _l("Connections of each web process to PostgreSQL."),
    "MAX_UPLOAD_BYTES": _l("The largest file that is taken."),
    "EXPORT_ROWS_AT_ONCE": _l("Longer lists are written as files by a worker."),
    "EXPORT_KEPT_DAYS": _l("For so many days an exported list lies ready."),
}
FIELDS = {"CONGRESS_INSTANCE": "instance_dir", "CONGRESS_TIMEZONE": "timezone", "CONGRESS_DEMO": "demo"}
SECRETS = {
    "SECRET_KEY", "BADGE_KEY", "BOARD_KEY", "FIELD_KEY", "CAMPUS_LOGINS", "SMS_GATEWAY_KEY", "SMS_GATEWAY_SECRET",
    "WECHAT_APP_SECRET", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET",
}  # fmt: skip


def settings_in_words(known: Settings) -> Sequence[Setting]:
    """Every setting with how it stands."""
    values = {name: getattr(known, FIELDS.get(name, name.lower())) for name in MEANINGS}
    return [
        Setting(name, str(_("set") if value and name in SECRETS else _in_words(value)), MEANINGS[name])
        for name, value in values.items()
    ]


def _in_words(value: object) -> str | LazyString:
    if value is None or value in ("", ()):
        return _l("not set")
    if isinstance(value, bool):
        return _l("on") if value else _l("off")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple) and all(isinstance(part, int) for part in value):
        return "–".join(map(str, value))
    text = str(value)
    return _place(text) if "://" in text else text


def _place(url: str) -> str:
    """Where an address leads, without the name and the password that may stand in it."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"


@blueprint.get("/console/system")
@requires(is_system_admin)
def system() -> ResponseReturnValue:
    now: datetime = clock.now()
    with reading() as session:
        return render_template(
            "admin/system.html",
            works=is_beating(session, BACKGROUND, now=now),
            beat=last_beat(session, BACKGROUND),
            settings=settings_in_words(current_app.extensions["settings"]),
            jobs=[(name, JOB_NAMES[name], every) for name, every in scheduled_jobs().items()],
            batches=latest_batches(session, limit=SHOWN),
            batch_states=BATCH_STATE_NAMES,
            messages=state_counts(session),
            message_states=STATE_NAMES,
        )
