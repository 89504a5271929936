"""The text of a badge's QR code, and the short code printed beneath it.

Layout, all in Crockford's base 32 (QR's alphanumeric mode, and what any keyboard layout types alike):
`A` (Ed25519; another letter would be another suite) + key id (4) + body (20) + signature (103).
The body's 100 bits: congress 20, number 32, serial 12, category 8 (a letter's ASCII code), zero padding 28.
The signature is made over the domain and the text before it. The congress stands in the body, so that whoever
reads a token can tell one of another congress.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FROM_RFC_4648 = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET.encode())
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
SUITE = "A"
KEY_ID_LENGTH = 4
BODY_LENGTH = 20
SIGNATURE_LENGTH = 103
TOKEN_LENGTH = len(SUITE) + KEY_ID_LENGTH + BODY_LENGTH + SIGNATURE_LENGTH
CODE_LENGTH = 9
_DOMAIN = b"congress-badge-1"
_CONGRESS_BITS, _NUMBER_BITS, _SERIAL_BITS, _LETTER_BITS, _PADDING_BITS = 20, 32, 12, 8, 28


@dataclass(frozen=True)
class Claims:
    """What a token says: the congress's id, the badge's number and serial, the category's letter."""

    congress: int
    number: int
    serial: int
    category: str


@dataclass(frozen=True)
class SigningKey:
    """A private key with its id: the first characters of the public key's hash."""

    key_id: str
    private: Ed25519PrivateKey

    @classmethod
    def of(cls, private: Ed25519PrivateKey) -> "SigningKey":
        return cls(key_id_of(private.public_key()), private)


def key_id_of(public: Ed25519PublicKey) -> str:
    raw = public.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return _write(int.from_bytes(hashlib.sha256(raw).digest()[:3], "big") >> 4, KEY_ID_LENGTH)


def issue_token(claims: Claims, key: SigningKey) -> str:
    """The signed text. The same claims and key give the same text.

    Raises:
        ValueError: a claim does not fit its field.
    """
    head = f"{SUITE}{key.key_id}{_write(_pack(claims), BODY_LENGTH)}"
    signature = key.private.sign(_signed(head))
    return head + _write(int.from_bytes(signature, "big"), SIGNATURE_LENGTH)


def read_token(text: str, keys: Mapping[str, Ed25519PublicKey]) -> Claims | None:
    """The claims, or None for anything but the exact text that one of the keys signed."""
    if len(text) != TOKEN_LENGTH or text[0] != SUITE:
        return None
    public = keys.get(text[1 : 1 + KEY_ID_LENGTH])
    if public is None:
        return None
    cut = TOKEN_LENGTH - SIGNATURE_LENGTH
    body, signature = _read(text[1 + KEY_ID_LENGTH : cut]), _read(text[cut:])
    # 103 characters hold 515 bits, a signature 512: a larger value is another spelling, and refused
    if body is None or signature is None or signature >> 512:
        return None
    claims = _unpack(body)
    if claims is None:
        return None
    try:
        public.verify(signature.to_bytes(64, "big"), _signed(text[:cut]))
    except InvalidSignature:
        return None
    return claims


def _signed(head: str) -> bytes:
    return _DOMAIN + b"\x00" + head.encode()


def _pack(claims: Claims) -> int:
    letter = ord(claims.category) if len(claims.category) == 1 else -1
    packed = 0
    for value, bits in (
        (claims.congress, _CONGRESS_BITS),
        (claims.number, _NUMBER_BITS),
        (claims.serial, _SERIAL_BITS),
        (letter, _LETTER_BITS),
    ):
        if not 0 <= value < 1 << bits:
            raise ValueError("A claim does not fit into the token.")
        packed = packed << bits | value
    return packed << _PADDING_BITS


def _unpack(packed: int) -> Claims | None:
    if packed & ((1 << _PADDING_BITS) - 1):
        return None
    packed >>= _PADDING_BITS
    letter = packed & ((1 << _LETTER_BITS) - 1)
    packed >>= _LETTER_BITS
    serial = packed & ((1 << _SERIAL_BITS) - 1)
    packed >>= _SERIAL_BITS
    return Claims(packed >> _NUMBER_BITS, packed & ((1 << _NUMBER_BITS) - 1), serial, chr(letter))


def _write(value: int, length: int) -> str:
    """The last `length` digits of base 32; five bytes are eight digits, so they are written in one go."""
    groups = -(-length // 8)
    content = (value & ((1 << 40 * groups) - 1)).to_bytes(5 * groups, "big")
    return base64.b32encode(content).translate(_FROM_RFC_4648).decode()[-length:]


def _read(text: str) -> int | None:
    value = 0
    for character in text:
        digit = _VALUES.get(character)
        if digit is None:
            return None
        value = value << 5 | digit
    return value


# --- the printed code: 8 characters and a check character ------------------------------------------------


def printed_code(congress: int, number: int, serial: int, secret: bytes) -> str:
    """The code printed under the QR: not to be guessed from the number, nine characters with the check."""
    attempt = 0
    while True:
        text = f"{congress}.{number}.{serial}.{attempt}".encode()
        body = _write(int.from_bytes(hashlib.blake2b(text, key=secret[:64], digest_size=5).digest(), "big"), 8)
        check = -_weighted(body) % _PRIME
        if check < len(ALPHABET):
            return body + ALPHABET[check]
        attempt += 1


def is_printed_code(text: str) -> bool:
    """Whether the text has the form of a printed code and its check character is right."""
    if len(text) != CODE_LENGTH or any(character not in _VALUES for character in text):
        return False
    return (_weighted(text[:-1]) + _VALUES[text[-1]]) % _PRIME == 0


# a prime above 32 with weights that all differ: each wrong character and each swap of neighbours is found
_PRIME = 37


def _weighted(body: str) -> int:
    return sum(weight * _VALUES[character] for weight, character in enumerate(body, start=2))
