"""Refusals of boards and publications."""

from congress.foundation.errors import DomainError, NotFound, StateRefused
from congress.foundation.i18n import _l


class NoSuchBoard(NotFound):
    message = _l("There is no such board.")


class NoSuchPublication(NotFound):
    message = _l("There is no such publication.")


class NotYetFinal(StateRefused):
    message = _l("The objection period is not over, or an objection is not decided yet.")


class SamePerson(DomainError):
    status = 403
    code = "same-person"
    message = _l("Whoever computed or announced a board neither reviews it nor decides on objections to it.")


class NoSuchDispute(NotFound):
    message = _l("There is no such dispute.")


class NoOutsider(SamePerson):
    message = _l("Whoever opened the dispute, stated a case in it or speaks for a party does not decide it.")
