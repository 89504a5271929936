"""Abstracts: imported ones may hold the few tags that their cleaning left. Read as plain text, or as safe HTML."""

import html
import re

import nh3
from markupsafe import Markup

SAFE_TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "b", "i", "a", "blockquote", "code", "pre"}
_TAG = re.compile(rf"</?({'|'.join(sorted(SAFE_TAGS))})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCKS = {"p", "ul", "ol", "blockquote", "pre"}


def is_markup(text: str) -> bool:
    """Whether the text is to be read as HTML: it holds something that looks like a tag or a character by its name."""
    return re.search(r"<[a-zA-Z/!]|&(?:[a-zA-Z]+|#\w+);", text) is not None


def clean_html(text: str) -> str:
    """Only paragraphs, lists, emphasis and links are left of the markup."""
    return nh3.clean(
        text, tags=SAFE_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()  # fmt: skip


def shown_html(text: str) -> Markup | str:
    """An abstract for a page: cleaned anew if it is markup, whoever wrote it; else the text, which the page escapes."""
    if not _TAG.search(text):
        return plain_text(text)
    return Markup(clean_html(text))  # noqa: S704 -- cleaned in this line


def plain_text(text: str) -> str:
    """Paragraphs and list lines without any markup; text that holds none stays as it is."""
    if not is_markup(text):
        return text
    return re.sub(r"\n{3,}", "\n\n", html.unescape(_TAG.sub(_break, text))).strip()


def _break(tag: re.Match[str]) -> str:
    name, closes = tag.group(1).lower(), tag.group(0).startswith("</")
    if name == "br":
        return "\n"
    if name == "li":
        return "" if closes else "\n• "
    return "\n\n" if name in _BLOCKS else ""
