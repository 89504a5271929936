"""Abstracts as plain text: an imported one may hold the few tags that its cleaning left."""

import html
import re

# what the cleaning of imported abstracts lets through
_TAG = re.compile(r"</?(p|br|ul|ol|li|em|strong|b|i|a|blockquote|code|pre)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCKS = {"p", "ul", "ol", "blockquote", "pre"}


def plain_text(text: str) -> str:
    """Paragraphs and list lines without any markup; text that holds none of the tags stays as it is."""
    if not _TAG.search(text):
        return text
    return re.sub(r"\n{3,}", "\n\n", html.unescape(_TAG.sub(_break, text))).strip()


def _break(tag: re.Match[str]) -> str:
    name, closes = tag.group(1).lower(), tag.group(0).startswith("</")
    if name == "br":
        return "\n"
    if name == "li":
        return "" if closes else "\n• "
    return "\n\n" if name in _BLOCKS else ""
