"""Refusals of campaigns."""

from congress.foundation.errors import DomainError, NotFound
from congress.foundation.i18n import _l


class NoSuchCampaign(NotFound):
    message = _l("There is no such campaign.")


class NoSuchLetter(NotFound):
    message = _l("This link is not valid, or not any more.")


class CampaignOver(DomainError):
    code = "campaign-over"
    message = _l("That is not possible as the campaign stands now. Please look again.")


class NoSuchReminder(NotFound):
    message = _l("There is no such reminder.")
