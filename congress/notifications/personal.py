"""What the outbox keeps about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import ADDRESS, PersonalTable
from congress.notifications.models import BouncingAddress, Enclosed, Message

WRITING = _l("To write to you")

TABLES = [
    PersonalTable(
        model=Message,
        title=_l("Messages to you"),
        purpose=WRITING,
        found_by={"address": ADDRESS},
        gives={"id": "message"},
        shown=("created_at", "channel", "address", "event", "subject", "text", "state", "sent_at"),
        erased=True,
    ),
    PersonalTable(
        model=BouncingAddress,
        title=_l("Addresses of yours that take no letters"),
        purpose=WRITING,
        found_by={"address": ADDRESS},
        shown=("address", "reason", "created_at"),
        erased=True,
    ),
    PersonalTable(
        model=Enclosed,
        title=_l("Files enclosed in messages to you"),
        purpose=WRITING,
        found_by={"message_id": "message"},
        shown=("filename", "media_type"),
        erased=True,
    ),
]
