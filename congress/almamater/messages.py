"""What people are told of their claims."""

from datetime import datetime

from sqlalchemy.orm import Session

from congress.almamater.queries import newest_registration
from congress.alumni.models import Education
from congress.alumni.states import ClaimState
from congress.foundation.i18n import _, in_language, pick
from congress.registration.messages import tell_changed


def tell_decided(session: Session, claim: Education, *, now: datetime) -> None:
    """The school's decision in one sentence, with its reason where it refused."""
    registration = newest_registration(session, claim.person_id)
    if registration is None:
        return
    with in_language(registration.language):
        school = pick(claim.school.name, claim.school.name_en)
        if claim.state == ClaimState.CONFIRMED:
            line = _("%(school)s has confirmed that you learned there.", school=school)
        else:
            line = _(
                "%(school)s could not confirm that you learned there: %(reason)s "
                "You can correct what you told and ask again.",
                school=school, reason=claim.reason,
            )  # fmt: skip
    tell_changed(session, registration, line, event="claim.decided", now=now)
