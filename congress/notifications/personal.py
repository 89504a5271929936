"""What the outbox keeps about persons."""

from congress.foundation.i18n import _l
from congress.foundation.personal import ADDRESS, PersonalTable, acts_in_office
from congress.notifications.models import (
    BouncingAddress,
    Enclosed,
    Message,
    SmsTemplate,
    WeChatLink,
    WeChatTemplate,
    Wording,
)

WRITING = _l("To write to you")

TABLES = [
    PersonalTable(
        model=WeChatLink,
        title=_l("Your WeChat"),
        purpose=WRITING,
        found_by={"user_id": "user", "address": ADDRESS},
        gives={"openid": ADDRESS},
        shown=("address", "openid", "created_at"),
        erased=True,
    ),
    PersonalTable(
        model=Message,
        title=_l("Messages to you"),
        purpose=WRITING,
        found_by={"address": ADDRESS},
        gives={"id": "message"},
        shown=("created_at", "channel", "address", "event", "subject", "text", "state", "sent_at", "arrived_at"),
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
    acts_in_office(Wording, "written_by", "kind", "version", "written_at"),
    acts_in_office(Wording, "released_by", "kind", "version", "released_at"),
    acts_in_office(SmsTemplate, "changed_by", "kind", "language", "changed_at"),
    acts_in_office(WeChatTemplate, "changed_by", "kind", "changed_at"),
]
