"""证件照: an optional photo of somebody, for those who review and, where the category says so, for the badge."""

from collections.abc import Collection
from datetime import datetime
from io import BytesIO

from PIL import Image, ImageOps
from sqlalchemy import delete
from sqlalchemy.orm import Session

from congress.foundation.access import Actor
from congress.foundation.audit import record
from congress.foundation.errors import Invalid, StateRefused
from congress.foundation.events import publish
from congress.foundation.i18n import _
from congress.programme.models import Category
from congress.programme.pictures import QUALITY, Use, bare_picture
from congress.registration.events import RegistrationChanged
from congress.registration.models import CredentialPhoto, Registration
from congress.registration.photo_queries import photo_of
from congress.registration.queries import STANDING
from congress.registration.states import PhotoUse

LARGEST = 10 * 1024 * 1024
LEAST = (240, 320)


def asks_photo(category: Category) -> bool:
    return category.photo != PhotoUse.NONE


def keep_photo(session: Session, registration: Registration, content: bytes, *, by: Actor, now: datetime) -> None:
    """Store the photo instead of the one before, made anew of its pixels: place, camera and time stay behind.

    Raises:
        StateRefused: the registration does not stand, or nobody asks for a photo.
        TooLarge, Invalid: it is no upright picture that is large enough.
    """
    if registration.status not in STANDING or not asks_photo(registration.category):
        raise StateRefused
    made = _upright(content)
    photo = photo_of(session, registration.id) or CredentialPhoto(registration_id=registration.id)
    photo.content, photo.kept_at = made, now
    session.add(photo)
    session.flush()
    record(session, by, "photo.kept", "registration", registration.code, now=now)
    _tell_printers(session, registration, by=by, now=now)


def _upright(content: bytes) -> bytes:
    bare, _media_type = bare_picture(content, Use.CREDENTIAL, largest=LARGEST)
    with Image.open(BytesIO(bare)) as picture:
        if picture.width < LEAST[0] or picture.height < LEAST[1] or picture.width > picture.height:
            raise Invalid.field("picture", _("An upright photo of at least 240 by 320 pixels is needed."))
        # three by four, with the head, which is above the middle
        side = min(picture.width // 3, picture.height // 4)
        fitted = ImageOps.fit(picture, (3 * side, 4 * side), centering=(0.5, 0.3))
    out = BytesIO()
    fitted.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def remove_photo(session: Session, registration: Registration, *, by: Actor, now: datetime) -> None:
    """Nothing of it stays; without a photo nothing happens."""
    photo = photo_of(session, registration.id)
    if photo is None:
        return
    session.delete(photo)
    record(session, by, "photo.removed", "registration", registration.code, now=now)
    _tell_printers(session, registration, by=by, now=now)


def _tell_printers(session: Session, registration: Registration, *, by: Actor, now: datetime) -> None:
    """A badge that shows the photo has to be printed again."""
    if registration.category.photo != PhotoUse.PRINTED:
        return
    publish(
        session,
        RegistrationChanged(
            registration_id=registration.id, before={"photo": ""}, after={"photo": now.date().isoformat()},
            was=registration.status, forums=[], by=by, at=now,
        ),
    )  # fmt: skip


def see_photo(session: Session, registration: Registration, *, by: Actor, now: datetime) -> bytes | None:
    """The photo as somebody of the office sees it; each look is in the audit trail."""
    photo = photo_of(session, registration.id)
    if photo is None:
        return None
    record(session, by, "photo.viewed", "registration", registration.code, now=now)
    return photo.content


def let_photos_go(session: Session, registration_ids: Collection[int]) -> None:
    session.execute(delete(CredentialPhoto).where(CredentialPhoto.registration_id.in_(registration_ids)))
