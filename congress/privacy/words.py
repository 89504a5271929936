"""Names of columns and values as people read them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from congress.alumni.states import PURPOSE_TEXTS, Purpose
from congress.foundation.i18n import LazyString, _, _l
from congress.foundation.pages import local_time
from congress.foundation.personal import declared_tables

COLUMN_NAMES: Mapping[str, LazyString] = {
    "abstract": _l("Abstract"), "accepted_at": _l("Accepted at"), "act": _l("Act"), "address": _l("Address"),
    "amount_fen": _l("Amount in fen"), "answer": _l("Answer"), "answer_by": _l("To be answered by"),
    "answered_at": _l("Answered at"), "answers": _l("Answers"), "appointed_at": _l("Appointed at"), "at": _l("At"),
    "after": _l("After the change"), "before": _l("Before the change"),
    "done_at": _l("Done at"), "done_name": _l("Done by"),
    "completed_at": _l("Completed at"), "contact_name": _l("Contact"), "delegation.name": _l("Delegation"),
    "delegation": _l("Delegation"), "told": _l("Answers"),
    "nominated_at": _l("Nominated at"),
    "paper": _l("Paper or list"), "written_at": _l("Written at"),
    "arrived_at": _l("Arrived at"), "as_of": _l("As of"), "released_at": _l("Released at"),
    "booked_on": _l("Booked on"), "call_id": _l("Number of the call"), "called_at": _l("Called at"),
    "came_at": _l("Came at"), "category": _l("Kind"), "category.name_zh": _l("Category"), "channel": _l("Channel"),
    "changed_at": _l("Changed at"), "claim": _l("Right"), "closed_at": _l("Answered at"), "code": _l("Code"),
    "comment": _l("Comment"), "computed_at": _l("Computed at"), "confirmed_at": _l("Confirmed at"),
    "congress.title_zh": _l("Congress"), "consented_at": _l("Agreed at"), "contact": _l("Contact"),
    "counted_at": _l("Time that counts"), "created_at": _l("Created at"), "day": _l("Day"),
    "decided_at": _l("Decided at"), "decision": _l("Decision"), "desk": _l("Desk"), "device": _l("Device"),
    "email": _l("E-mail"), "event": _l("About"), "expires_at": _l("Good until"), "family_name": _l("Family name"),
    "field": _l("Field"), "filed_at": _l("Filed at"), "filename": _l("File"), "forum.title_zh": _l("Forum"),
    "form.version": _l("Version"), "follow_up.title_zh": _l("Follow-up"), "told_at": _l("Told at"),
    "gate_id": _l("Number of the gate"), "gate_told": _l("Gate"), "given_name": _l("Given name"),
    "graduated": _l("Year of graduation"), "granted_at": _l("Agreed at"), "group_id": _l("Number of the party"),
    "issued_at": _l("Issued at"), "key": _l("Digest"), "kind": _l("Kind"), "label": _l("Label"),
    "how": _l("How it was signed"),
    "kept_at": _l("Kept since"),
    "language": _l("Language"), "last_login_at": _l("Last login"), "last_used_at": _l("Last used at"),
    "letter": _l("Number of the letter"), "made_at": _l("Made at"), "masked": _l("Number, masked"),
    "media_type": _l("Kind of file"), "method": _l("Way of payment"), "name": _l("Name"),
    "nationality": _l("Nationality"), "network": _l("Network"), "noted_at": _l("Noted at"),
    "office": _l("Office"), "number": _l("Number"),
    "office_number": _l("The office's own number"),
    "object_id": _l("Number of the object"),
    "openid": _l("WeChat number"),
    "object_kind": _l("Object"), "objector": _l("Who objects"), "opened_at": _l("Opened at"),
    "organisation": _l("Organisation"), "paid_fen": _l("Paid, in fen"), "payer": _l("Payer"), "phone": _l("Phone"),
    "place": _l("Place"), "placed_at": _l("Ordered at"), "post": _l("Office in the agreement"),
    "price_fen": _l("Price in fen"),
    "printed_at": _l("Printed at"), "proposed_at": _l("Proposed at"), "proposer": _l("Proposed by"),
    "question": _l("Question"), "public_id": _l("Number"), "published_at": _l("Published at"), "purpose": _l("Purpose"),
    "quantity": _l("Quantity"), "rank": _l("Rank"), "rating": _l("Rating"), "reason": _l("Reason"),
    "received_at": _l("Received at"), "received_on": _l("Received on"), "recipient": _l("Recipient"),
    "recorded_at": _l("Recorded at"),
    "reference": _l("Reference"), "refunded_fen": _l("Refunded, in fen"),
    "remark": _l("Remark"), "requested_at": _l("Asked at"), "result": _l("Result"), "revoked_at": _l("Revoked at"),
    "role": _l("Role"), "ruled_at": _l("Settled at"), "school.name": _l("School"),
    "scope_code": _l("Code of the scope"),
    "scope_kind": _l("Scope"), "second_phone": _l("Phone for the second step"), "seen_at": _l("Last seen at"),
    "signatory": _l("Who signs"), "scores": _l("Scores"), "seat_column": _l("Seat"), "seat_row": _l("Row"),
    "said_at": _l("Said at"),
    "sent_at": _l("Sent at"), "serial": _l("Issue"), "session_id": _l("Number of the session"),
    "set_at": _l("Set at"), "share": _l("Share in parts per million"), "signed_at": _l("Signed at"),
    "size": _l("Size in bytes"), "solved_at": _l("Solved at"), "source": _l("Source"), "state": _l("State"),
    "status": _l("State"), "step": _l("Step"), "subject": _l("Subject"), "taken_at": _l("Taken at"),
    "asked_at": _l("Asked at"), "asked_on": _l("Asked on"), "tax_number": _l("Tax number"), "text": _l("Text"),
    "text_version": _l("Version of the text"), "title": _l("Position"), "title_en": _l("Title in English"),
    "title_zh": _l("Title"), "undone_at": _l("Taken back at"), "used_at": _l("Used at"), "version": _l("Version"),
    "access_needs": _l("Needs to get about"), "arrives": _l("Arrives"), "arrives_at": _l("Arrival"),
    "arrives_by": _l("Arrives by"), "arrives_to": _l("Arrives to"), "diet": _l("Food"),
    "diet_note": _l("About the food"),
    "direction": _l("Way of the car"), "leaves": _l("Leaves"), "leaves_at": _l("Departure"),
    "leaves_by": _l("Leaves by"), "leaves_from": _l("Leaves from"), "luggage": _l("Pieces of luggage"),
    "picked_up_at": _l("Picked up at"), "room": _l("Lodging"), "room.number": _l("Number of the room"),
    "share_with": _l("Shares with"), "smoking": _l("Smokes"), "trip.place": _l("Station or airport"),
    "trip.starts_at": _l("Leaves at"),
    "who": _l("Who"), "withdrawn_at": _l("Withdrawn at"), "work": _l("Kind of work"),
}  # fmt: skip


def column_name(path: str) -> str:
    return str(COLUMN_NAMES[path])


def nameless_columns() -> set[str]:
    """What is shown and has no name in words; a test wants none."""
    return {path for table in declared_tables() for path in table.shown if path not in COLUMN_NAMES}


def value_text(value: Any) -> str:
    """A value in words; nothing for none."""
    if value is None or value in ("", {}, []):
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, datetime):
        return local_time(value, with_year=True)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return "; ".join(f"{key}: {value_text(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(value_text(part) for part in value)
    if value in set(Purpose):
        return str(PURPOSE_TEXTS[Purpose(value)])
    return str(value)
