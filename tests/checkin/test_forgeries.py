"""No other text than the one that was signed is a badge: every single bit, and many thousand mutations.

TOKEN_MUTATIONS=1000000 asks a million.
"""

import os
import random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from congress.badges.tokens import ALPHABET, Claims, SigningKey, issue_token, read_token

MUTATIONS = int(os.environ.get("TOKEN_MUTATIONS", "20000"))
KEY = SigningKey.of(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER_KEY = SigningKey.of(Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
KEYS = {KEY.key_id: KEY.private.public_key()}
CLAIMS = Claims(1, 4711, 1, "G")
TOKEN = issue_token(CLAIMS, KEY)


def test_the_token_itself_is_taken() -> None:
    assert read_token(TOKEN, KEYS) == CLAIMS


def test_no_single_bit_may_differ() -> None:
    """In the text as it is printed, and in the 640 bits that its characters stand for."""
    wrong = [
        TOKEN[:position] + chr(ord(character) ^ 1 << bit) + TOKEN[position + 1 :]
        for position, character in enumerate(TOKEN)
        for bit in range(8)
    ]
    wrong += [
        TOKEN[:position] + ALPHABET[ALPHABET.index(character) ^ 1 << bit] + TOKEN[position + 1 :]
        for position, character in enumerate(TOKEN)
        for bit in range(5)
    ]
    assert len(wrong) == 128 * 13
    assert [text for text in wrong if read_token(text, KEYS) is not None] == []


def mutate(chance: random.Random) -> str:
    """One or several faults: characters changed, left out, doubled, swapped; parts of another badge put in."""
    text = TOKEN
    for _fault in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(text)), chance.randrange(len(text))
        kind = chance.randrange(7)
        if kind == 0:
            text = text[:at] + chance.choice(ALPHABET) + text[at + 1 :]
        elif kind == 1:
            text = text[:at] + text[at + 1 :] + chance.choice(ALPHABET)
        elif kind == 2:
            text = text[:at] + text[at] + text[at:-1]
        elif kind == 3:
            first, last = sorted((at, other))
            text = text[:first] + text[last] + text[first + 1 : last] + text[first] + text[last + 1 :]
        elif kind == 4:
            text = text[:at] + chr(chance.randrange(0x3000)) + text[at + 1 :]
        elif kind == 5:
            donor = DONORS[chance.randrange(len(DONORS))]
            first, last = sorted((at, other))
            text = text[:first] + donor[first:last] + text[last:]
        else:
            text = text[:at] + text[at:].lower()
    return text


DONORS = [
    issue_token(Claims(1, 4712, 1, "G"), KEY),
    issue_token(Claims(1, 4711, 2, "G"), KEY),
    issue_token(Claims(2, 4711, 1, "V"), KEY),
    issue_token(CLAIMS, OTHER_KEY),
]


def test_no_mutation_is_taken() -> None:
    chance = random.Random(7)
    genuine = {TOKEN, *DONORS[:3]}
    taken = set()
    for _attempt in range(MUTATIONS):
        text = mutate(chance)
        if text not in genuine and read_token(text, KEYS) is not None:
            taken.add(text)
    assert taken == set()


def test_a_badge_signed_with_a_key_that_we_do_not_know_is_refused() -> None:
    assert read_token(DONORS[3], KEYS) is None
