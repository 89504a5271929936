"""Kinds of requests and where one stands, kinds of identity documents, kinds of data with a date."""

from collections.abc import Mapping
from enum import StrEnum

from congress.foundation.i18n import LazyString, _l


class Right(StrEnum):
    EXPORT = "export"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    ERASE = "erase"


RIGHT_NAMES: Mapping[Right, LazyString] = {
    Right.EXPORT: _l("See or take along"),
    Right.CORRECT: _l("Correct"),
    Right.WITHDRAW: _l("Withdraw a consent"),
    Right.ERASE: _l("Erase"),
}


class Channel(StrEnum):
    PAGE = "page"
    LETTER = "letter"


CHANNEL_NAMES: Mapping[Channel, LazyString] = {Channel.PAGE: _l("On the page"), Channel.LETTER: _l("By letter")}


class RequestState(StrEnum):
    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


TRANSITIONS: Mapping[RequestState, frozenset[RequestState]] = {
    RequestState.OPEN: frozenset({RequestState.DONE, RequestState.REFUSED}),
    RequestState.DONE: frozenset(),
    RequestState.REFUSED: frozenset(),
}

STATE_NAMES: Mapping[RequestState, LazyString] = {
    RequestState.OPEN: _l("To be answered"),
    RequestState.DONE: _l("Fulfilled"),
    RequestState.REFUSED: _l("Turned down"),
}


class DocumentKind(StrEnum):
    RESIDENT = "resident"
    PASSPORT = "passport"
    HK_MACAO = "hk_macao"
    TAIWAN = "taiwan"
    FOREIGN_RESIDENT = "foreign_resident"


DOCUMENT_NAMES: Mapping[DocumentKind, LazyString] = {
    DocumentKind.RESIDENT: _l("Resident identity card"),
    DocumentKind.PASSPORT: _l("Passport"),
    DocumentKind.HK_MACAO: _l("Mainland travel permit for Hong Kong and Macao residents"),
    DocumentKind.TAIWAN: _l("Mainland travel permit for Taiwan residents"),
    DocumentKind.FOREIGN_RESIDENT: _l("Foreign permanent resident identity card"),
}


class Kept(StrEnum):
    """What a congress keeps until a date of its own."""

    IDENTITY = "identity"
    ANSWERS = "answers"
    PERSONS = "persons"
    MESSAGES = "messages"
    FILES = "files"
    STAY = "stay"
    PHOTOS = "photos"


KEPT_NAMES: Mapping[Kept, LazyString] = {
    Kept.IDENTITY: _l("Numbers of identity documents"),
    Kept.ANSWERS: _l("Answers in the registration form"),
    Kept.PERSONS: _l("Names, contacts and units of those who did not agree to be kept"),
    Kept.MESSAGES: _l("Messages in the outbox"),
    Kept.FILES: _l("Lists, badges and other files that were made"),
    Kept.STAY: _l("Rooms, cars, journeys and food"),
    Kept.PHOTOS: _l("Photos for badges"),
}

KEPT_PURPOSES: Mapping[Kept, LazyString] = {
    Kept.IDENTITY: _l("Only where the police or a hotel ask for them"),
    Kept.ANSWERS: _l("To plan meals, stay and transfer"),
    Kept.PERSONS: _l("To hold the congress and to thank those who came"),
    Kept.MESSAGES: _l("To show what was sent"),
    Kept.FILES: _l("To print and to hand out"),
    Kept.STAY: _l("To find rooms, cars and food for those who come"),
    Kept.PHOTOS: _l("To let those who review, and the desk, know somebody again"),
}


class ViewReason(StrEnum):
    """Why somebody reads a whole number; a fixed list, so that the audit trail stays free of names."""

    POLICE = "police"
    HOTEL = "hotel"
    TRANSFER = "transfer"
    CORRECTION = "correction"


VIEW_REASON_NAMES: Mapping[ViewReason, LazyString] = {
    ViewReason.POLICE: _l("The police ask for it"),
    ViewReason.HOTEL: _l("The hotel asks for it"),
    ViewReason.TRANSFER: _l("A ticket is bought for the person"),
    ViewReason.CORRECTION: _l("The person says that it is wrong"),
}
