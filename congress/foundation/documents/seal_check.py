"""What an uploaded PDF is worth: unaltered, or which kind of tampering the file itself shows.

The file comes from anybody. Whatever the reader stumbles over means that it cannot be read; nothing of it is kept.
"""

import re
from io import BytesIO
from typing import Any

from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from congress.foundation.documents.seal import SealProvider
from congress.foundation.documents.verdicts import SealReport, Verdict

# the range that a seal speaks for: from the start to before its own value, and from behind it to the end
RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
END = b"%%EOF"
TAIL = 1024
MOST_OBJECTS = 200_000
# what leads from a page back to the tree and the structure, which later revisions may touch without a trace on it
UPWARD = {"/Parent", "/P", "/StructParent", "/StructParents"}
Key = tuple[int, int]


def check_seal(pdf: bytes, provider: SealProvider) -> SealReport:
    """Judge the file by the provider's certificates; never raises for what stands in it."""
    if not pdf.startswith(b"%PDF-"):
        return SealReport(Verdict.UNREADABLE)
    if _is_cut_off(pdf):
        return SealReport(Verdict.TRUNCATED)
    try:
        return _judge(pdf, provider)
    except Exception:  # noqa: BLE001 -- a hostile file may break the reader in any way, and each means the same
        # a sealed file that no longer parses was damaged after the seal; any other is none of ours to judge
        return SealReport(Verdict.ALTERED if RANGE.search(pdf) else Verdict.UNREADABLE)


def _is_cut_off(pdf: bytes) -> bool:
    """Whether the end is missing that every PDF has, or that a seal which still stands in its place spoke for."""
    if END not in pdf[-TAIL:]:
        return True
    for _zero, gap, start, length in RANGE.findall(pdf):
        in_its_place = pdf[int(gap) : int(gap) + 1] == b"<"
        if in_its_place and int(start) + int(length) > len(pdf):
            return True
    return False


def _judge(pdf: bytes, provider: SealProvider) -> SealReport:
    reader = PdfFileReader(BytesIO(pdf))
    seals = list(reader.embedded_signatures)
    if not seals:
        return SealReport(Verdict.UNSEALED)
    roots = list(provider.roots())
    own = [seal for seal in seals if _certificate(seal).dump() in {root.dump() for root in roots}]
    seal = (own or seals)[-1]
    signer = _certificate(seal).subject.human_friendly
    status = validate_pdf_signature(seal, ValidationContext(trust_roots=roots, allow_fetching=False))
    if not (status.intact and status.valid):
        return SealReport(Verdict.ALTERED, signer)
    if not own or not status.trusted:
        return SealReport(Verdict.NOT_OURS, signer)
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return SealReport(Verdict.UNALTERED, signer)
    return SealReport(Verdict.OVERLAID if _pages_changed(reader, seal) else Verdict.EXTENDED, signer)


def _certificate(seal: EmbeddedPdfSignature) -> asn1_x509.Certificate:
    return seal.signer_cert


def _pages_changed(reader: PdfFileReader, seal: EmbeddedPdfSignature) -> bool:
    """Whether a sealed page is gone, or a later revision replaced something that it shows."""
    sealed = reader.get_historical_resolver(seal.signed_revision)
    pages, now = _pages_of(sealed), _pages_of(reader)
    later = {
        (reference.idnum, reference.generation)
        for revision in range(seal.signed_revision + 1, reader.xrefs.total_revisions)
        for reference in reader.xrefs.explicit_refs_in_revision(revision)
    }
    return now[: len(pages)] != pages or not later.isdisjoint(_reached(sealed, pages))


def _pages_of(resolver: Any) -> list[Key]:
    """The pages in the order in which they are shown."""
    pages: list[Key] = []
    waiting = [resolver.root.raw_get("/Pages")]
    while waiting and len(pages) < MOST_OBJECTS:
        reference = waiting.pop()
        found = reference.get_object()
        if "/Kids" in found:
            waiting += [found["/Kids"].raw_get(index) for index in reversed(range(len(found["/Kids"])))]
        else:
            pages.append((reference.idnum, reference.generation))
    return pages


def _reached(resolver: HistoricalResolver, pages: list[Key]) -> set[Key]:
    """Every object that is needed to show the pages, the pages themselves included."""
    waiting: list[Any] = [generic.IndirectObject(*page, resolver) for page in pages]  # type: ignore[no-untyped-call]  # pyHanko's
    seen: set[Key] = set()
    while waiting and len(seen) < MOST_OBJECTS:
        found = waiting.pop()
        if isinstance(found, generic.IndirectObject):
            key = (found.idnum, found.generation)
            if key in seen:
                continue
            seen.add(key)
            found = found.get_object()  # type: ignore[no-untyped-call]  # pyHanko's
        if isinstance(found, generic.DictionaryObject):
            waiting += [found.raw_get(key) for key in found if key not in UPWARD]
        elif isinstance(found, generic.ArrayObject):
            waiting += [found.raw_get(index) for index in range(len(found))]
    return seen
