"""Files that people bring: sized, recognised by their first bytes, hashed, and the uploader's until attached."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
from lxml import etree
from PIL import Image
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.datastructures import FileStorage

from congress.foundation.access import Actor
from congress.foundation.db import Base
from congress.foundation.errors import DomainError, Invalid, TooLarge
from congress.foundation.i18n import _
from congress.foundation.ids import new_id

PDF, OFD, XML = "application/pdf", "application/ofd", "application/xml"
MAGIC = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
# the forms of an electronic invoice 数电发票
INVOICE_MAGIC = {b"%PDF-": PDF, b"PK\x03\x04": OFD, b"<?xml": XML, b"\xef\xbb\xbf<?xml": XML}
SUFFIX = {PDF: ".pdf", "image/png": ".png", "image/jpeg": ".jpg", OFD: ".ofd", XML: ".xml"}
# where readers look for a PDF file's end mark
END_MARK_WITHIN = 1024
MOST_PIXELS = 50_000_000


class Upload(Base):
    """A stored file. Its content lies under `instance/uploads`, named by its own hash."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(26), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(40))
    filename: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[int | None]
    attached: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


def path_of(folder: Path, upload: Upload) -> Path:
    return folder / upload.sha256[:2] / f"{upload.sha256}{SUFFIX[upload.media_type]}"


def keep_upload(
    session: Session, content: bytes, filename: str, by: Actor, *, folder: Path, largest: int, now: datetime,
    kinds: Mapping[bytes, str] = MAGIC,
) -> Upload:  # fmt: skip
    """Store one file of one of the `kinds` (pdf, png or jpeg unless told otherwise, at most `largest` bytes).

    Raises:
        TooLarge: more bytes, or more pixels than a scanner makes.
        Invalid: empty, of another kind, or not readable as what it says it is.
    """
    media_type = checked_media_type(content, largest=largest, kinds=kinds)
    upload = Upload(
        public_id=new_id(),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=media_type,
        filename=plain_filename(filename),
        user_id=by.user_id,
        created_at=now,
    )
    target = path_of(folder, upload)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{upload.public_id}")
    partial.write_bytes(content)
    partial.replace(target)
    session.add(upload)
    session.flush()
    return upload


def keep_uploads(
    session: Session, files: Iterable[FileStorage | str], by: Actor, *, folder: Path, largest: int, now: datetime
) -> list[str]:
    """The ids of the files that came with a form; raises Invalid at the field `evidence`, naming the file."""
    ids = []
    for file in files:
        # a browser sends an empty part where no file was chosen
        if isinstance(file, str) or not file.filename:
            continue
        try:
            kept = keep_upload(session, file.read(), file.filename, by, folder=folder, largest=largest, now=now)
        except DomainError as error:
            told = (error.errors or [{"message": str(error)}])[0]["message"]
            raise Invalid.field("evidence", f"{file.filename}: {told}") from None
        ids.append(kept.public_id)
    return ids


def checked_media_type(content: bytes, *, largest: int, kinds: Mapping[bytes, str] = MAGIC) -> str:
    """What a file is by its first bytes and by what reads it; raises as `keep_upload` does."""
    if len(content) > largest:
        raise TooLarge(_("The file is larger than %(megabytes)s MB.", megabytes=largest // 1024**2))
    media_type = next((kind for magic, kind in kinds.items() if content.startswith(magic)), None)
    if media_type is None:
        names = ", ".join(dict.fromkeys(SUFFIX[kind][1:].upper() for kind in kinds.values()))
        raise Invalid.field("file", _("Only these files are accepted: %(names)s.", names=names))
    _check_readable(content, media_type)
    return media_type


def plain_filename(filename: str) -> str:
    """A file's own name, without the folders of whoever sent it."""
    return Path(filename.replace("\\", "/")).name[:200] or "file"


def _check_readable(content: bytes, media_type: str) -> None:
    refusal = Invalid.field("file", _("The file is damaged or is not what its name says."))
    try:
        if media_type in _CHECKS:
            _CHECKS[media_type](content)
            return
        with Image.open(BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooLarge(_("The picture has too many pixels."))
            picture.verify()
    except TooLarge:
        raise
    except Exception as error:
        raise refusal from error


def _check_pdf(content: bytes) -> None:
    """What our own reader opens, or what is whole to its end mark: scanners write files that not every reader takes."""
    try:
        pypdfium2.PdfDocument(content).close()
    except pypdfium2.PdfiumError:
        if b"%%EOF" not in content[-END_MARK_WITHIN:]:
            raise


def _check_ofd(content: bytes) -> None:
    """GB/T 33190: a zip archive around an OFD.xml."""
    with ZipFile(BytesIO(content)) as archive:
        archive.getinfo("OFD.xml")


def _check_xml(content: bytes) -> None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    etree.fromstring(content, parser)


_CHECKS = {PDF: _check_pdf, OFD: _check_ofd, XML: _check_xml}


def uploads_of(session: Session, by: Actor, public_ids: Sequence[str], *, field: str = "evidence") -> list[Upload]:
    """The named uploads, if each is the actor's own and not attached yet.

    Raises:
        Invalid: one of them is unknown, somebody else's, or already used.
    """
    found = {
        upload.public_id: upload
        for upload in session.scalars(
            select(Upload).where(
                Upload.public_id.in_(list(public_ids)),
                Upload.user_id == by.user_id,
                Upload.attached.is_(False),
            )
        )
    }
    missing = [public_id for public_id in public_ids if public_id not in found]
    if missing:
        raise Invalid.field(field, _("There is no such upload of yours: %(id)s.", id=missing[0]))
    return [found[public_id] for public_id in dict.fromkeys(public_ids)]
