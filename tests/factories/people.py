"""Records that may be one person, for tests that only ask."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from congress.alumni.actions import PersonFacts, know_person


def doubles_of(session: Session) -> dict[str, str]:
    """Two pairs of records, for addresses."""
    names = ("double", "other", "spare_double", "spare_other")
    facts = {
        name: PersonFacts(name=f"示例重名{number}", email=f"{name}@twice.test") for number, name in enumerate(names)
    }
    now = datetime.now(UTC)
    return {name: know_person(session, one, now=now).person.public_id for name, one in facts.items()}
