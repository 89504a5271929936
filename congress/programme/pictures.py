"""Photos, plans and logos: read as pictures, made small, freed of what a camera writes beside them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy.orm import Session as DbSession

from congress.foundation.errors import Invalid, TooLarge
from congress.foundation.i18n import _
from congress.programme.models import Picture
from congress.programme.plan_queries import picture_by_name

ACCEPTED = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
QUALITY = 85
NAME_LENGTH = 32


@dataclass(frozen=True)
class Size:
    """The largest that a picture is kept, in pixels, and whether what is clear in it stays clear."""

    width: int
    height: int
    clear: bool = False


class Use(Enum):
    """What a picture is for."""

    PHOTO = Size(480, 480)
    PLAN = Size(1800, 1800)
    LOGO = Size(480, 240, clear=True)
    # of somebody's badge: upright, three by four
    CREDENTIAL = Size(480, 640)


def keep_picture(session: DbSession, content: bytes, use: Use, *, largest: int, now: datetime) -> str:
    """Store a picture as it will be shown; answers its name, which is that of every equal one.

    Raises:
        TooLarge: more bytes, or more pixels than a camera makes.
        Invalid: it is no JPEG, PNG or WebP that can be read.
    """
    shown, media_type = bare_picture(content, use, largest=largest)
    name = f"{hashlib.sha256(shown).hexdigest()[:NAME_LENGTH]}.{media_type.rpartition('/')[2]}"
    if picture_by_name(session, name) is None:
        session.add(Picture(name=name, media_type=media_type, content=shown, kept_at=now))
        session.flush()
    return name


def bare_picture(content: bytes, use: Use, *, largest: int) -> tuple[bytes, str]:
    """The pixels alone, made small, and their media type; raises as `keep_picture` does."""
    if len(content) > largest:
        raise TooLarge(_("The file is larger than %(megabytes)s MB.", megabytes=largest // 1024**2))
    size = use.value
    try:
        with Image.open(BytesIO(content), formats=ACCEPTED) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise TooLarge(_("The picture has too many pixels."))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((size.width, size.height))
            clear = size.clear and picture.has_transparency_data
            bare = _without_clear(picture) if not clear else picture.convert("RGBA")
    except UnidentifiedImageError as error:
        raise Invalid.field("picture", _("Only JPEG, PNG and WebP pictures are accepted.")) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid.field("picture", _("The picture is damaged or is not what its name says.")) from error
    out = BytesIO()
    # a new file of the bare pixels: place, camera and time of a photo stay behind
    bare.save(out, "PNG" if clear else "JPEG", **({} if clear else {"quality": QUALITY}), optimize=True)
    return out.getvalue(), "image/png" if clear else "image/jpeg"


def _without_clear(picture: Image.Image) -> Image.Image:
    """On white paper; the picture alone, without what stood beside it in its file."""
    paper = Image.new("RGB", picture.size, "white")
    layer = picture.convert("RGBA")
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper
