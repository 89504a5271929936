"""Refusals of the ceremony."""

from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.i18n import _l


class NoSuchBatch(NotFound):
    message = _l("The ceremony has no such group.")


class NotInCeremony(NotFound):
    message = _l("This agreement is not part of the ceremony.")


class SomebodyElseMoved(StateRefused):
    message = _l("Somebody else has moved the stage on; look again first.")


class NothingToCall(StateRefused):
    message = _l("There is nobody left to call on stage.")


class NothingToTakeBack(StateRefused):
    message = _l("Nobody has been called on stage yet.")


class BatchNotEmpty(StateRefused):
    message = _l("The group still has agreements; move them first.")


class WasOnStage(StateRefused):
    message = _l("An agreement that is or was on stage stays where it is; take the cue back first.")
