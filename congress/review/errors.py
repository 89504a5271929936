"""What reviewing refuses."""

from collections.abc import Sequence
from dataclasses import dataclass

from congress.foundation.errors import NotFound, StateRefused
from congress.foundation.i18n import _l


@dataclass(frozen=True)
class Failure:
    """Somebody who could not be decided, and why."""

    code: str
    name: str
    why: str


class BatchRefused(StateRefused):
    message = _l("Nobody was decided, since these could not be:")

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__()
        self.failures = failures


class NothingAsked(NotFound):
    message = _l("Nothing is asked of you here.")


class AlreadyAsked(StateRefused):
    message = _l("A question to this person waits for its answer.")
