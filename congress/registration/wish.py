"""What somebody asks for when registering."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from congress.alumni.actions import Learned, PersonFacts
from congress.alumni.states import Purpose
from congress.programme.models import Category
from congress.questions.models import FormVersion
from congress.registration.models import Invitation


@dataclass(frozen=True, kw_only=True)
class Wish:
    """The whole of it, with what opens the door."""

    person: PersonFacts
    category: Category
    language: str = "zh"
    schools: Sequence[Learned] = ()
    forums: Sequence[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    consents: Mapping[Purpose, bool] = field(default_factory=dict)
    user_id: int | None = None
    # opens the door after the closing time, decides the category, and brings its reserved seat
    invitation: Invitation | None = None
    # the questions that were asked, and what was answered to them
    form: FormVersion | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    # by a delegation, whose quota is the approval; the person agrees, and is told, when they complete it
    nominated: bool = False

    @property
    def agreed(self) -> dict[Purpose, bool]:
        return {} if self.nominated else {Purpose.ATTEND: True}
