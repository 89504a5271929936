"""Every question about photos of badges."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from congress.programme.models import Category
from congress.registration.models import CredentialPhoto, Registration
from congress.registration.states import PhotoUse


def photo_of(session: Session, registration_id: int) -> CredentialPhoto | None:
    return session.get(CredentialPhoto, registration_id)


def has_photo(session: Session, registration_id: int) -> bool:
    found = select(CredentialPhoto.registration_id).where(CredentialPhoto.registration_id == registration_id)
    return session.scalar(found) is not None


def photos_to_print(session: Session, registrations: Collection[Registration]) -> Mapping[int, bytes]:
    """The photos of those of the registrations whose badges show one."""
    ids = [one.id for one in registrations if one.category.photo == PhotoUse.PRINTED]
    if not ids:
        return {}
    rows = session.execute(
        select(CredentialPhoto.registration_id, CredentialPhoto.content).where(CredentialPhoto.registration_id.in_(ids))
    )
    return dict(rows.tuples().all())


def photographed(session: Session, congress_id: int) -> Sequence[int]:
    """The registrations of a congress that have given a photo."""
    return session.scalars(
        select(CredentialPhoto.registration_id)
        .join(Registration, Registration.id == CredentialPhoto.registration_id)
        .where(Registration.congress_id == congress_id)
    ).all()


def category_asks(session: Session, congress_id: int, slug: str) -> bool:
    """Whether those of a category are asked for a photo when they register."""
    use = select(Category.photo).where(Category.congress_id == congress_id, Category.slug == slug)
    return session.scalar(use) not in {None, PhotoUse.NONE}
