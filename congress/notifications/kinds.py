"""The kinds of messages: what each says as built in, and what may be put into it.

Each slice declares its own beside the functions that send them. What organisers wrote instead is looked up when a
message is sent; the built-in words hold wherever they wrote nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from congress.foundation.i18n import LANGUAGES, LazyString, _, in_language
from congress.foundation.places import filled, places_in

_MARK = re.compile(r"%\((\w+)\)[sd]")
# what a message is sent for: a text that lost it would be of no use
_NEEDED = ("code", "link")
FIELDS = ("subject", "long", "short")


@dataclass(frozen=True)
class Text:
    """What is to be said: the short form goes by SMS, the long one by mail."""

    subject: str
    long: str
    short: str
    kind: "Kind | None" = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """One kind of message; `promotional` ones wait out the night where they go by SMS."""

    key: str
    subject: LazyString
    long: LazyString
    short: LazyString
    promotional: bool = False

    def built_in(self, name: str) -> str:
        """One of the texts in the language of the moment, its places in braces."""
        return _MARK.sub(r"{\1}", str(getattr(self, name))).replace("%%", "%")

    def places(self, name: str) -> list[str]:
        """What may be put into a text: whatever any of them has, but no code and no link into a subject, since
        subjects stand in lists that others read.
        """
        known = dict.fromkeys(place for one in FIELDS for place in places_in(self.built_in(one)))
        return [place for place in known if name != "subject" or place not in _NEEDED]

    def needed(self, name: str) -> list[str]:
        """What a text must not lose."""
        return [place for place in _NEEDED if place in places_in(self.built_in(name))]

    def text(self, **values: object) -> Text:
        """As the reader of the moment reads it."""
        said = {name: str(value) for name, value in values.items()}
        subject, long, short = (filled(self.built_in(name), said) for name in FIELDS)
        return Text(subject, long, short, kind=self, values=said)

    def built_in_words(self) -> dict[str, str]:
        """Every text in every language: `subject_zh` and so on."""
        words: dict[str, str] = {}
        for code in LANGUAGES:
            with in_language(code):
                words |= {f"{name}_{code}": self.built_in(name) for name in FIELDS}
        return words


_kinds: dict[str, Kind] = {}


def message_kind(
    key: str, *, subject: LazyString, long: LazyString, short: LazyString, promotional: bool = False
) -> Kind:
    """Declare a kind; its key is the event it tells of, or the first of several."""
    _kinds[key] = Kind(key, subject, long, short, promotional)
    return _kinds[key]


def note(line: LazyString) -> dict[str, LazyString]:
    """Long and short form of one sentence to somebody, with the way to a page."""
    return {"long": LazyString(_letter, line), "short": LazyString(_signed, line)}


def _letter(line: LazyString) -> str:
    return str(_("Dear %(name)s,\n\n%(line)s\n%(link)s\n", name="%(name)s", line=str(line), link="%(link)s"))


def _signed(line: LazyString) -> str:
    return str(_("[Alumni congress] %(line)s", line=str(line)))


def with_link(*parts: LazyString | str) -> LazyString:
    """Paragraphs, and the way to a page."""
    return LazyString(lambda: "\n\n".join([*map(str, parts), "%(link)s\n"]))


def known_kinds() -> Mapping[str, Kind]:
    return dict(sorted(_kinds.items()))
