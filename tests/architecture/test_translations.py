"""Every text that people read has its Chinese."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from congress.foundation.i18n import FOLDER, chinese_texts
from congress.settings import ROOT

KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
EXTENSIONS = {"jinja2": {"extensions": "jinja2.ext.i18n,jinja2.ext.do"}}


def texts_in_code() -> Iterator[tuple[str, str]]:
    """(file, text) of everything marked for translation."""
    for folder, method in (("congress", [("**.py", "python")]), ("templates", [("**", "jinja2")])):
        options = {"**": {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "silent": "false"}}
        for name, _line, text, _comments, _context in extract_from_dir(
            ROOT / folder, method_map=method, options_map=options, keywords=KEYWORDS
        ):
            yield f"{folder}/{name}", text[0] if isinstance(text, tuple) else text


def test_every_text_has_its_chinese() -> None:
    known = chinese_texts()
    missing = {text: name for name, text in texts_in_code() if text and text not in known}
    assert missing == {}


@pytest.mark.parametrize("path", sorted((FOLDER / "zh").glob("*.po")), ids=lambda path: path.name)
def test_placeholders_are_the_same_in_both_languages(path: Path) -> None:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        for message in read_po(file, locale="zh_Hans_CN"):
            if not message.id:
                continue
            ids = message.id if isinstance(message.id, list | tuple) else [message.id]
            strings = message.string if isinstance(message.string, list | tuple) else [message.string]
            wanted = {name for text in ids for name in re.findall(r"%\((\w+)\)", text)}
            given = {name for text in strings for name in re.findall(r"%\((\w+)\)", text)}
            assert given <= wanted, (path.name, ids[0])
            assert wanted - given <= {"num"}, (path.name, ids[0])


def test_no_text_holds_a_per_cent_sign_that_would_be_taken_for_a_placeholder() -> None:
    marked = [text for _name, text in texts_in_code() if text]
    both = [*marked, *(chinese_texts().get(text, "") for text in marked)]
    assert [text for text in both if re.search(r"%(?![(%s])", text)] == []


def test_a_text_that_several_slices_use_has_one_chinese() -> None:
    from babel.messages.pofile import read_po

    found: dict[str, set[str]] = {}
    for path in (FOLDER / "zh").glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans_CN"):
                found.setdefault(str(message.id), set()).add(str(message.string))
    assert {text: sorted(words) for text, words in found.items() if len(words) > 1} == {}
