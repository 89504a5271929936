"""Where a campaign stands, and whom it may be narrowed to by the day itself."""

from collections.abc import Mapping
from enum import StrEnum

from congress.alumni.states import Purpose
from congress.foundation.i18n import LazyString, _l


class CampaignState(StrEnum):
    DRAFT = "draft"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"


# a change leads back to the draft, which needs a second person once more
TRANSITIONS: Mapping[CampaignState, frozenset[CampaignState]] = {
    CampaignState.DRAFT: frozenset({CampaignState.DRAFT, CampaignState.SENDING}),
    CampaignState.SENDING: frozenset({CampaignState.DRAFT, CampaignState.PAUSED, CampaignState.DONE}),
    CampaignState.PAUSED: frozenset({CampaignState.DRAFT, CampaignState.SENDING}),
    CampaignState.DONE: frozenset(),
}
CAMPAIGN_NAMES: Mapping[CampaignState, LazyString] = {
    CampaignState.DRAFT: _l("Draft, to be released by a second person"),
    CampaignState.SENDING: _l("Is being sent"),
    CampaignState.PAUSED: _l("Paused"),
    CampaignState.DONE: _l("Everybody has been written to"),
}


class Came(StrEnum):
    CAME = "came"
    AWAY = "away"


CAME_NAMES: Mapping[Came, LazyString] = {
    Came.CAME: _l("Those who came"),
    Came.AWAY: _l("Those who did not come"),
}
# what a campaign may be about, each by the consent that it needs
PURPOSE_NAMES: Mapping[Purpose, LazyString] = {
    Purpose.ATTEND: _l("About this congress"),
    Purpose.KEEP_AFTER: _l("Invitation to what comes after it"),
}
