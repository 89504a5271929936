"""What every page, sheet and script keeps to: old browsers, strict CSP, contrast, nothing from elsewhere."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
SHEETS = sorted((STATIC / "css").rglob("*.css"))
OWN_SCRIPTS = sorted(path for path in STATIC.rglob("*.js") if "vendor" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# what browsers of the Chromium 86 class do not know, and what would break without it
TOO_NEW_FOR_SHEETS = re.compile(
    r":has\(|:is\(|:where\(|@container|@layer|oklch\(|oklab\(|color-mix\(|\binset\s*:|margin-inline|padding-inline"
    r"|margin-block|padding-block|aspect-ratio|^\s*&|\d(?:dvh|svh|lvh|cqw)\b",
    re.MULTILINE,
)
TOO_NEW_FOR_SCRIPTS = re.compile(
    r"\.at\(|structuredClone|Object\.hasOwn|\.findLast|Array\.fromAsync|\.toSorted|\.replaceAll\("
)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(")


def names(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


@pytest.mark.parametrize("sheet", SHEETS, ids=names(SHEETS))
def test_sheets_ask_for_nothing_that_older_desktops_lack(sheet: Path) -> None:
    assert TOO_NEW_FOR_SHEETS.findall(sheet.read_text("utf-8")) == []


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_alone(sheet: Path) -> None:
    assert COLOUR.findall(re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)) == []


@pytest.mark.parametrize("script", OWN_SCRIPTS, ids=names(OWN_SCRIPTS))
def test_scripts_hold_no_text_for_people_and_no_other_host(script: Path) -> None:
    source = script.read_text("utf-8")
    assert re.findall(r"[\u3400-\u9fff]", source) == []
    assert re.findall(r"https?://", source) == []
    assert re.findall(r"\beval\(|new Function|innerHTML|document\.write|insertAdjacentHTML", source) == []


@pytest.mark.parametrize("script", OWN_SCRIPTS, ids=names(OWN_SCRIPTS))
def test_scripts_ask_for_nothing_that_older_desktops_lack(script: Path) -> None:
    assert TOO_NEW_FOR_SCRIPTS.findall(script.read_text("utf-8")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=names(TEMPLATES))
def test_templates_keep_to_the_content_security_policy(template: Path) -> None:
    source = template.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|\|\s*safe\b", source) == []
    for attributes in re.findall(r"<script([^>]*)>", source):
        assert "src=" in attributes
    assert re.findall(r"(?:src|href)=[\"'](?:https?:)?//", source) == []


@pytest.mark.parametrize("folder", ["static/vendor", "tests/vendor"])
def test_built_browser_libraries_are_those_that_were_listed(folder: str) -> None:
    listed = json.loads((ROOT / folder / "integrity.json").read_text("utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    files = {path.name for path in (ROOT / folder).iterdir()} - {"README.md", "LICENCES.txt", "integrity.json"}
    assert files == set(listed)
    for name, entry in listed.items():
        digest = hashlib.sha384((ROOT / folder / name).read_bytes()).digest()
        assert entry["integrity"] == "sha384-" + base64.b64encode(digest).decode()
        package, _, version = entry["package"].rpartition("@")
        assert lock["packages"][f"node_modules/{package}"]["version"] == version
        assert lock["packages"][f"node_modules/{package}"]["integrity"] == entry["package_integrity"]


def test_every_sheet_is_linked_by_some_page() -> None:
    pages = "".join(template.read_text("utf-8") for template in TEMPLATES)
    unused = [sheet.stem for sheet in SHEETS if not re.search(rf"[\"/]{sheet.stem}(?:\.css)?[\"']", pages)]
    assert unused == []


def test_every_class_that_a_page_names_has_its_rule() -> None:
    known = set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", "".join(sheet.read_text("utf-8") for sheet in SHEETS)))
    unknown = set()
    for template in TEMPLATES:
        for value in re.findall(r'class_?="([^"]*)"', template.read_text("utf-8")):
            plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", value)
            # what ends in "--" is completed by the template
            unknown |= {(template.name, name) for name in plain.split() if name not in known and name[-2:] != "--"}
    assert unknown == set()


def _tokens(selector: str) -> dict[str, str]:
    source = (STATIC / "css" / "tokens.css").read_text("utf-8")
    body = source.split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", body))


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    ("ink", "paper"), ("ink", "paper-2"), ("ink", "paper-3"), ("ink-2", "paper"), ("ink-2", "paper-2"),
    ("ink-2", "paper-3"), ("ink-3", "paper"), ("orange", "paper"), ("orange", "paper-2"),
    ("orange-deep", "orange-tint"),
    ("on-orange", "orange"), ("on-orange", "orange-deep"), ("green", "paper"), ("green-deep", "green-tint"),
    ("on-green", "green"), ("yes", "yes-tint"), ("yes", "paper"), ("doubt", "doubt-tint"), ("doubt", "paper"),
    ("no", "no-tint"), ("no", "paper"), ("on-no", "no"), ("ink", "orange-tint"), ("ink", "no-tint"),
]  # fmt: skip


@pytest.mark.parametrize("theme", [":root", '[data-theme="dark"]'])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(theme: str, text: str, ground: str) -> None:
    tokens = _tokens(":root") | _tokens(theme)
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("kind", ["yes", "doubt", "no"])
def test_the_gate_can_be_read_in_the_sun(kind: str) -> None:
    tokens = _tokens(":root")
    assert contrast(tokens[f"gate-{kind}"], tokens[f"gate-{kind}-ink"]) >= 7
