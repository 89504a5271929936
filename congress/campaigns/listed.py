"""Letters of campaigns as a file."""

from sqlalchemy import Select

from congress.accounts.permissions import is_organiser
from congress.campaigns.models import CampaignLetter
from congress.campaigns.queries import letters_statement
from congress.foundation.i18n import _l, pick
from congress.foundation.lists import Column, ListedRows, Narrowing, Scope, cell_time, one_by_one


def _letters(scope: Scope) -> Select[tuple[CampaignLetter]]:
    return letters_statement(scope.congress_id, **scope.wish)


def _line(one: CampaignLetter) -> list[object]:
    return [
        pick(one.campaign.subject_zh, one.campaign.subject_en), one.registration.code, one.registration.name,
        one.registration.organisation, one.address, cell_time(one.created_at),
    ]  # fmt: skip


LISTS = [
    ListedRows(
        name="letters",
        title=_l("Letters of campaigns"),
        order=_l("Newest first"),
        access=is_organiser,
        columns=[
            Column(_l("Subject")),
            Column(_l("Code")),
            Column(_l("Name"), personal=True),
            Column(_l("Organisation"), personal=True),
            Column(_l("E-mail"), personal=True),
            Column(_l("Written")),
        ],
        narrowed_by={"campaign": Narrowing(_l("Campaign"))},
        statement=_letters,
        cells=one_by_one(_line),
    )
]
