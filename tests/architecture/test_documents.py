"""The documents name what exists, and leave out nothing that they promise to list."""

import json
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from congress.cli import cli
from congress.demo.logins import LOGINS, PASSWORD
from congress.foundation.i18n import FOLDER as TRANSLATIONS
from congress.settings import ROOT, Settings

DECISIONS = sorted((ROOT / "docs" / "decisions").iterdir())
IMAGES = sorted((ROOT / "docs" / "images").iterdir())
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    ROOT / "deploy" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
LARGEST_IMAGE = 150_000


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def links(text: str) -> list[str]:
    found = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    return [target for target in found if target and not re.match(r"[a-z]+:", target)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_what_a_document_links_to_is_there(document: Path) -> None:
    assert [link for link in links(read(document)) if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_a_document_points_to_no_machine(document: Path) -> None:
    assert re.findall(r"/(?:work|root|home)/\w+|pypi\.org|registry\.npmjs", read(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_a_make_target_that_a_document_names_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|[`\s])make ([a-z-]+)(?=[`\s;,.]|$)", "\n".join(code_in(read(document)))))
    assert named - targets == set()


def test_every_image_is_shown_and_small() -> None:
    shown = {Path(link).name for document in DOCUMENTS for link in links(read(document)) if link.endswith(".png")}
    assert {image.name for image in IMAGES} - shown == set()
    assert [image.name for image in IMAGES if image.stat().st_size > LARGEST_IMAGE] == []


def code_in(text: str) -> list[str]:
    """What stands in a document as code, in lines and in blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", text), *(line for block in blocks for line in block.splitlines())]


def commands(text: str) -> Iterator[list[str]]:
    for code in code_in(text):
        for told in re.findall(r"(?:^|-m )congress ([a-z]+ [a-z]+\b[^|)]*)", code):
            yield told.split("#")[0].split()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_a_command_that_a_document_names_exists_with_its_options(document: Path) -> None:
    for words in commands(read(document)):
        group = cli.commands.get(words[0])
        assert isinstance(group, click.Group), words
        command = group.commands.get(words[1])
        assert command is not None, words
        options = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} - options == set(), words


def test_the_documents_name_commands_at_all() -> None:
    assert ["ledger", "verify"] in [words[:2] for words in commands(read("README.md"))]


class Recorder(Mapping[str, str]):
    """An empty environment that remembers what was asked of it."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_the_table_of_settings_is_what_the_product_reads() -> None:
    environment = Recorder()
    Settings.from_environment(environment)
    table = read("README.md").split("## Configuration")[1].split("\n## ")[0]
    told = re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)
    assert len(told) == len(set(told))
    assert set(told) == environment.asked


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_the_demo_logins_are_those_that_are_made(document: str) -> None:
    text = read(document)
    assert set(re.findall(r"[a-z]+@demo\.example", text)) == {login.email for login in LOGINS}
    assert PASSWORD in text


def glossary() -> list[tuple[str, str]]:
    table = read("ARCHITECTURE.md").split("## Glossary")[1]
    rows = re.findall(r"^\| ([a-z ]+) \| ([^|]*) \|", table, re.MULTILINE)
    return [(word, chinese.strip()) for word, chinese in rows if word != "word"]


def test_each_chinese_word_of_the_glossary_is_the_one_that_pages_use() -> None:
    spoken = "".join(path.read_text(encoding="utf-8") for path in sorted((TRANSLATIONS / "zh").glob("*.po")))
    assert len(glossary()) > 20
    assert [(word, chinese) for word, chinese in glossary() if chinese not in spoken] == []


def test_each_word_of_the_glossary_is_a_word_of_the_code() -> None:
    code = "".join(path.read_text(encoding="utf-8").lower() for path in sorted((ROOT / "congress").rglob("*.py")))
    assert [word for word, _chinese in glossary() if word not in code and word.replace(" ", "_") not in code] == []


def test_what_the_architecture_names_exists() -> None:
    """Names of functions, classes and constants, of files, of tests."""
    named = set(re.findall(r"`([A-Za-z_./-]+)`", read("ARCHITECTURE.md").split("## Glossary")[0]))
    sources = [path for folder in ("congress", "tests", "deploy") for path in sorted((ROOT / folder).rglob("*.py"))]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    missing = []
    for name in named:
        last = name.rstrip("/").split("/")[-1] if "/" in name else name.split(".")[-1]
        is_file = bool(re.search(r"/|\.(?:py|toml|md)$", name))
        exists = any((folder / name).exists() for folder in (ROOT, ROOT / "congress", ROOT / "congress" / "credit"))
        if not (exists if is_file else re.search(rf"\b{re.escape(last)}\b", code)):
            missing.append(name)
    assert [name for name in missing if not name.startswith(("/", "make"))] == []


def test_decisions_are_numbered_without_gaps_and_have_their_parts() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))
    for path in DECISIONS:
        text = read(path)
        assert re.match(rf"# {int(path.name[:4])}\. \S", text), path.name
        heads = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert heads == ["Context", "Decision", "Consequences", "Alternatives"], path.name


def rows_of_dependencies(title: str) -> dict[str, str]:
    part = read("docs/dependencies.md").split(title)[1].split("\n## ")[0]
    return dict(re.findall(r"^\| ([\w.@/\-\[\]]+) \| ([\d.]+) \|", part, re.MULTILINE))


def test_every_dependency_is_told_of_with_its_version() -> None:
    wanted = {line.split("==")[0] for line in read("requirements.in").splitlines() if line and line[0] not in "#-"}
    told = rows_of_dependencies("## Python")
    assert set(told) == wanted
    assert told == {name: version(name.split("[")[0]) for name in wanted}


def test_every_browser_library_is_told_of_with_its_version() -> None:
    package = json.loads(read("package.json"))
    assert rows_of_dependencies("## Browser") == package["dependencies"] | package["devDependencies"]


def test_every_tool_of_the_tests_is_told_of() -> None:
    part = read("docs/dependencies.md").split("## Tests")[1]
    tools = [line for line in read("requirements-dev.in").splitlines() if line and not line.startswith(("#", "-"))]
    assert [tool for tool in tools if tool not in part] == []
