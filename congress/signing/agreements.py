"""From an intention to its agreement: the text that is signed, its hash, the sealed file."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from congress.foundation.documents.verdicts import SealReport
from congress.foundation.i18n import _, in_language, language, pick
from congress.foundation.money import exact_yuan, readable_in_english, readable_yuan
from congress.foundation.pages import local_time, money, public_link
from congress.foundation.shares import MILLION
from congress.foundation.uploads import path_of
from congress.programme.models import Congress
from congress.settings import Settings
from congress.signing.agreement_pdf import Agreement, SignatureLine, draw_agreement
from congress.signing.models import Intention
from congress.signing.rules import text_hash
from congress.signing.states import CATEGORY_NAMES, HOW_NAMES, ROLE_NAMES, Category, HowSigned, PartyRole

if TYPE_CHECKING:
    from congress.foundation.documents.seal import SealProvider


def agreed_facts(intention: Intention) -> dict[str, Any]:
    """Everything that the parties agree to, in one fixed form: what each signature's hash is made over."""
    return {
        "id": intention.public_id,
        "title": intention.title,
        "category": intention.category,
        "parties": [[party.role, party.name, party.uscc] for party in intention.parties],
        "alumni": [[alumnus.name, alumnus.share] for alumnus in intention.alumni],
        "schools": sorted([share.school.code, share.share] for share in intention.schools),
        "division": intention.division.code,
        "industry": intention.industry.code if intention.industry else None,
        "amount_fen": intention.amount_fen,
        "currency": intention.currency,
        "planned": intention.planned,
        # only where it is one, so that what was asked to be signed before keeps its hash
        **({"framework": True} if intention.is_framework else {}),
    }


def agreed_text_hash(intention: Intention) -> str:
    return text_hash(agreed_facts(intention))


def amount_text(intention: Intention) -> str:
    """`8 亿元（800,000,000.00 CNY）`, or `12,500,000.00 USD` for foreign money."""
    exact = f"{exact_yuan(intention.amount_fen)} {intention.currency}"
    readable = readable_yuan if language() == "zh" else readable_in_english
    if intention.currency != "CNY" or readable(intention.amount_fen)[1] == "yuan":
        return exact
    return (
        f"{money(intention.amount_fen)}（{exact}）"
        if language() == "zh"
        else f"{exact} ({money(intention.amount_fen)})"
    )


def agreement_number(intention: Intention, congress: Congress) -> str:
    """`2026-007` once the ceremony numbered it, before that its long name."""
    return f"{congress.slug}-{intention.number:03d}" if intention.number else intention.public_id.upper()


def agreement_of(intention: Intention, congress: Congress, settings: Settings, *, now: datetime) -> Agreement:
    """The agreement in the reader's language."""
    place = intention.division.name
    if intention.division.parent is not None:
        place = f"{intention.division.parent.name}{place}"
    schools = "；".join(
        f"{pick(share.school.name, share.school.name_en)} {share.share * 100 / MILLION:.4g}%"
        for share in intention.schools
    )
    industry = intention.industry
    return Agreement(
        heading=str(_("Framework agreement") if intention.is_framework else _("Agreement of intent")),
        title=intention.title,
        congress=pick(congress.title_zh, congress.title_en),
        language=language(),
        facts=[
            (str(_("Number")), agreement_number(intention, congress)),
            (str(_("Kind")), str(CATEGORY_NAMES[Category(intention.category)])),
            (str(_("Place")), place),
            (str(_("Industry")), pick(industry.name_zh, industry.name_en) if industry else ""),
            (str(_("Amount")), amount_text(intention)),
            (str(_("Alumni")), "、".join(alumnus.name for alumnus in intention.alumni)),
            (str(_("Schools and shares")), schools),
        ],
        planned_label=str(_("What is planned")),
        planned=intention.planned,
        parties_label=str(_("Parties")),
        parties=[(str(ROLE_NAMES[PartyRole(p.role)]), p.name, p.uscc or "") for p in intention.parties],
        signatures_label=str(_("Signatures")),
        signatures=[
            SignatureLine(
                party=signature.party.name,
                role=str(ROLE_NAMES[PartyRole(signature.party.role)]),
                signatory=signature.signatory,
                how=str(HOW_NAMES[HowSigned(signature.how)]),
                at=local_time(signature.at, with_place=False, with_year=True),
                png=_picture(signature.upload, settings) if signature.how == HowSigned.PAD else None,
            )
            for signature in intention.signatures
        ],
        unsigned=str(_("Nobody has signed yet.")),
        text_hash_label=str(_("Hash of the text (SHA-256)")),
        text_hash=agreed_text_hash(intention),
        verify_label=str(_("Check this paper at")),
        verify_link=public_link("signing.verify_agreement", agreement=intention.public_id),
        seal_note=str(_("Tamper-evident seal of the platform; not equal to an official seal.")),
        printed=now,
        demo=congress.is_demo,
    )


def _picture(upload: Any, settings: Settings) -> bytes | None:
    return path_of(settings.instance_dir / "uploads", upload).read_bytes() if upload is not None else None


def agreement_path(settings: Settings, sha256: str) -> Path:
    return settings.instance_dir / "agreements" / sha256[:2] / f"{sha256}.pdf"


def seal_agreement(intention: Intention, congress: Congress, settings: Settings, *, now: datetime) -> str:
    """Draw and seal the signed agreement, in Chinese, and keep the file; answers its SHA-256."""
    with in_language("zh"):
        plain = draw_agreement(agreement_of(intention, congress, settings, now=now))
    sealed = seal_provider(settings).seal(plain, reason="平台防篡改签名，不等同公章")
    digest = hashlib.sha256(sealed).hexdigest()
    target = agreement_path(settings, digest)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{intention.public_id}")
    partial.write_bytes(sealed)
    partial.replace(target)
    return digest


def seal_provider(settings: Settings) -> "SealProvider":
    """Whoever seals: the house's own certificate. A licensed provider's service takes its place here."""
    from congress.foundation.documents.seal import OwnSeal  # noqa: PLC0415 -- 26 MB that most processes never need

    name = f"{settings.organiser_name}（演示证书）" if settings.demo else settings.organiser_name
    return OwnSeal(settings.instance_dir / "keys", name)


def check_paper(pdf: bytes, settings: Settings) -> SealReport:
    """What an uploaded file is worth by our seal."""
    from congress.foundation.documents.seal_check import check_seal  # noqa: PLC0415 -- as above

    return check_seal(pdf, seal_provider(settings))


def agreement_file(intention: Intention, congress: Congress, settings: Settings, *, now: datetime) -> bytes:
    """The sealed file once it is signed, else a draft as it stands."""
    if intention.agreement_sha256:
        return agreement_path(settings, intention.agreement_sha256).read_bytes()
    return draw_agreement(agreement_of(intention, congress, settings, now=now))
