"""Where a campaign stands, whom it may be narrowed to by the day itself, and what reminders there are."""

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


class Occasion(StrEnum):
    """What a reminder speaks of; its days count before it, those of thanks after it."""

    CONGRESS = "congress"
    FORUMS = "forums"
    THANKS = "thanks"


OCCASION_NAMES: Mapping[Occasion, LazyString] = {
    Occasion.CONGRESS: _l("The congress is near"),
    Occasion.FORUMS: _l("The forums of a day, to those who hold them"),
    Occasion.THANKS: _l("Thanks with the certificate, to those who came"),
}


class ReminderState(StrEnum):
    OFF = "off"
    ON = "on"


# a change switches it off until a second person has read it
REMINDER_TRANSITIONS: Mapping[ReminderState, frozenset[ReminderState]] = {
    ReminderState.OFF: frozenset({ReminderState.OFF, ReminderState.ON}),
    ReminderState.ON: frozenset({ReminderState.OFF}),
}
REMINDER_NAMES: Mapping[ReminderState, LazyString] = {
    ReminderState.OFF: _l("Off, to be switched on by a second person"),
    ReminderState.ON: _l("Switched on"),
}
