"""What schools and places are sent of the ledger."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.accounts.models import User
from congress.credit.models import Checkpoint
from congress.foundation.i18n import _l, in_language
from congress.foundation.pages import local_time
from congress.notifications.actions import Recipient, send_message
from congress.notifications.kinds import message_kind

MAKER = "credit.checkpoint"
CHECKPOINT = message_kind(
    "credit.checkpoint",
    subject=_l("Checkpoint of the ledger: %(count)s entries"),
    long=_l(
        "At %(time)s the ledger of credit had %(count)s entries, the last one with the hash\n%(hash)s\n\n"
        "Please keep the enclosed file. Whoever has it can show later, without asking us, whether anything that stood"
        " in the ledger by then was changed, removed or written anew."
    ),
    short=_l("[Alumni congress] The ledger has %(count)s entries at %(time)s, hash %(hash)s."),
)


def tell_checkpoint(session: Session, checkpoint: Checkpoint, user: User, *, now: datetime) -> None:
    """By mail alone: what is to be kept is a file."""
    with in_language("zh"):
        text = CHECKPOINT.text(
            count=checkpoint.count, hash=checkpoint.document["hash"], time=local_time(checkpoint.at)
        )  # fmt: skip
        recipient = Recipient(email=user.email, phone=None, language="zh")
        file = {"maker": MAKER, "checkpoint": checkpoint.id}
        send_message(session, recipient, CHECKPOINT.key, text, now=now, enclosures=[file])
