"""What the audit trail calls the details of an act, in words."""

from collections.abc import Mapping
from typing import Any

from congress.foundation.i18n import LazyString, _, _l

FACT_NAMES: Mapping[str, LazyString] = {
    "added": _l("Added"),
    "again": _l("Once more"),
    "asked": _l("Is asked for"),
    "at": _l("Time"),
    "badge": _l("Badge number"),
    "batch": _l("Group"),
    "board": _l("Board"),
    "category": _l("Category"),
    "cause": _l("Cause"),
    "chains": _l("Chains of review"),
    "changed": _l("Changed"),
    "channel": _l("Channel"),
    "chapters": _l("Chapters"),
    "claim": _l("Alma mater claim"),
    "congress": _l("Congress"),
    "count": _l("How many"),
    "county": _l("County"),
    "created": _l("New"),
    "cue": _l("Cue"),
    "data": _l("Kind of data"),
    "days": _l("Days"),
    "design": _l("Layout of the badge"),
    "desk": _l("Desk"),
    "divided": _l("Divided by shares"),
    "document": _l("Kind of document"),
    "due_on": _l("Due"),
    "entity": _l("Unit"),
    "entity_kind": _l("Kind of unit"),
    "export": _l("Export"),
    "fact": _l("Milestone"),
    "factors": _l("Second factors"),
    "fen": _l("Amount in fen"),
    "fields": _l("What was changed"),
    "file": _l("With a file"),
    "filing": _l("Filing"),
    "follow_up": _l("Follow-up"),
    "form": _l("Kind of form"),
    "format": _l("Format"),
    "forum": _l("Forum"),
    "gate": _l("Gate"),
    "gone": _l("Record given up"),
    "hash": _l("Digest"),
    "hotel": _l("Hotel"),
    "how": _l("How"),
    "intention": _l("Intention"),
    "items": _l("Items given back"),
    "lane": _l("Lane"),
    "lanes": _l("Lanes"),
    "language": _l("Language"),
    "leader": _l("Led by"),
    "letter": _l("Letter"),
    "levels": _l("Levels"),
    "liaison": _l("Liaison"),
    "line": _l("Line of the statement"),
    "lines": _l("Lines"),
    "members": _l("Members"),
    "method": _l("Method"),
    "minutes": _l("Minutes"),
    "narrowed": _l("Narrowed to"),
    "number": _l("Number of the paper"),
    "office": _l("Office"),
    "open": _l("Is open"),
    "other": _l("Other record"),
    "paper": _l("Kind of paper"),
    "papers": _l("Kinds of papers"),
    "party": _l("Party"),
    "passed": _l("Passed"),
    "people": _l("People"),
    "period": _l("Period"),
    "personal": _l("With personal columns"),
    "places": _l("Places"),
    "purpose": _l("Purpose"),
    "question": _l("Question"),
    "rating": _l("Rating"),
    "reason": _l("Reason"),
    "registration": _l("Registration"),
    "released": _l("Released"),
    "removed": _l("Removed"),
    "result": _l("Result of the scan"),
    "ride": _l("Ride"),
    "roles": _l("Roles"),
    "room": _l("Number of the room"),
    "room_kind": _l("Kind of room"),
    "rooms": _l("How many rooms"),
    "rows": _l("How many lines"),
    "scan": _l("Scan"),
    "scene": _l("Scene"),
    "school": _l("School"),
    "scopes": _l("Scopes"),
    "seats": _l("Seats"),
    "secrecy": _l("Class of confidentiality"),
    "serial": _l("Serial number of the badge"),
    "service": _l("Kind of transfer"),
    "sheet": _l("Kind of sheet"),
    "source": _l("Source"),
    "state": _l("State"),
    "taken_back": _l("Taken back"),
    "token": _l("Token"),
    "told": _l("Told"),
    "trip": _l("Trip"),
    "unchanged": _l("Unchanged"),
    "under_age": _l("Under 18"),
    "until": _l("Until"),
    "upheld": _l("Upheld"),
    "user": _l("User"),
    "valid_from": _l("Valid from"),
    "version": _l("Version"),
    "waits": _l("Waits"),
    "with_amounts": _l("With amounts"),
    "withdrawn": _l("Withdrawn"),
    "working": _l("Working day"),
}


def fact_name(key: str) -> str:
    """What a detail is called in the reader's language; one without a name stands as it is."""
    return str(FACT_NAMES.get(key, key))


def fact_value(value: Any) -> str:
    """A detail's value as people read it: yes and no, lists with commas, codes as they are."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return ", ".join(map(fact_value, value)) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{fact_name(key)} {fact_value(one)}" for key, one in value.items()) or "–"
    return str(value)
