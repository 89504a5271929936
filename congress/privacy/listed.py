"""Requests about personal data as a file."""

from sqlalchemy import Select

from congress.accounts.permissions import is_organiser
from congress.foundation.i18n import _l
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time, one_by_one
from congress.privacy.models import RightsRequest
from congress.privacy.queries import requests_statement
from congress.privacy.states import CHANNEL_NAMES, RIGHT_NAMES, STATE_NAMES, Channel, RequestState, Right


def _requests(scope: Scope) -> Select[tuple[RightsRequest]]:
    return requests_statement(scope.wish.get("state")).order_by(RightsRequest.answer_by, RightsRequest.id)


def _line(one: RightsRequest) -> list[object]:
    return [
        one.public_id, RIGHT_NAMES[Right(one.claim)], CHANNEL_NAMES[Channel(one.channel)], one.sender, one.note,
        one.received_on, one.answer_by, STATE_NAMES[RequestState(one.state)], one.answer, cell_time(one.closed_at),
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="rights",
        title=_l("Requests about personal data"),
        order=_l("What is due first stands first"),
        access=is_organiser,
        columns=[
            Column(_l("Number")),
            Column(_l("Right")),
            Column(_l("Channel")),
            Column(_l("Sender"), personal=True),
            Column(_l("What is asked for"), personal=True),
            Column(_l("Received on")),
            Column(_l("To be answered by")),
            Column(_l("State")),
            Column(_l("Answer"), personal=True),
            Column(_l("Done at")),
        ],
        narrowed_by={"state": Narrowing(_l("State"), STATE_NAMES)},
        statement=_requests,
        cells=one_by_one(_line),
    )
]
