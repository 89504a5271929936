"""From a registration to the badge that is drawn, in the reader's language."""

from collections.abc import Sequence

from congress.alumni.models import Education
from congress.badges.cards import Card, Design
from congress.foundation.i18n import _, language, pick
from congress.foundation.pages import congress_days
from congress.registration.models import Badge, Registration
from congress.registration.passes import badge_token


def card_of(registration: Registration, badge: Badge, educations: Sequence[Education]) -> Card:
    """The card with all its texts; of several schools the first two are named."""
    congress, category = registration.congress, registration.category
    schools = [pick(education.school.name, education.school.name_en) for education in educations[:2]]
    return Card(
        name=registration.name,
        organisation=registration.organisation,
        title=registration.title,
        school=("、" if language() == "zh" else ", ").join(schools),
        category=category.name_zh,
        category_en=category.name_en,
        colour=category.colour,
        token=badge_token(badge, congress),
        number=badge.number,
        code=badge.code,
        congress=pick(congress.title_zh, congress.title_en),
        days=congress_days(congress),
        design=Design(category.design),
        delegation=_delegation(registration, schools),
        demo=congress.is_demo,
    )


def _delegation(registration: Registration, schools: Sequence[str]) -> str:
    """Said where the badge does not name the same unit already."""
    if registration.delegation in {"", registration.organisation, *schools}:
        return ""
    return str(_("Delegation: %(name)s", name=registration.delegation))
