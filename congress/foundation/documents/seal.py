"""The seal on a PDF: PAdES baseline B-B, which any PDF reader can check.

The key is a certificate of our own unless a licensed one is put in its place; it proves that the file is the
one this system sealed, not that a party signed (SAFETY.md, on 电子签名法 13-14: an organiser's seal with evidence).
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Protocol

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from congress.foundation.keys import read_or_make

YEARS = 10
# hexadecimal digits kept free in the file for the signature: twice what ours takes; unsaid, it is made twice to see
ROOM = 8192


class SealProvider(Protocol):
    """Whoever seals files for the house: its own certificate, or a licensed provider's service in its place."""

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        """The document with a PAdES signature over the whole of it."""
        ...

    def roots(self) -> Sequence[asn1_x509.Certificate]:
        """The certificates by which a seal of this provider is known; those of former keys stay among them."""
        ...


@dataclass(frozen=True)
class OwnSeal:
    """The house's own: a key under `folder`, made at first use for `name`."""

    folder: Path
    name: str

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        meta = PdfSignatureMetadata(
            field_name="Seal", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", reason=reason, name=self.name
        )
        out = BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            sign_pdf(writer, meta, _signer(self.folder, self.name), output=out, bytes_reserved=ROOM)
        return out.getvalue()

    def roots(self) -> Sequence[asn1_x509.Certificate]:
        certificate: asn1_x509.Certificate = _signer(self.folder, self.name).signing_cert
        return [certificate]


def _new_pair(name: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = datetime.now(UTC) - timedelta(days=1)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem + certificate.public_bytes(Encoding.PEM)


@cache
def _signer(folder: Path, name: str) -> SimpleSigner:
    pem = read_or_make(folder / "seal.pem", lambda: _new_pair(name))
    key = load_pem_private_key(pem, None)
    certificate = x509.load_pem_x509_certificate(pem)
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    own = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    return SimpleSigner(
        signing_cert=own,
        signing_key=asn1_keys.PrivateKeyInfo.load(der),
        cert_registry=_store(own),
    )


def _store(certificate: asn1_x509.Certificate) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
    store.register(certificate)
    return store
