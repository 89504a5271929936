"""Tagged PDF files of ours made one, object by object: a batch of any length is joined in constant memory.

It reads what reportlab and `tagged` write (a plain table of objects, no object streams), not any PDF. A library
would hold every page and its element in memory, which is what parts are there to avoid.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

Replace = Callable[[re.Match[bytes]], bytes]
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_PAGE_NUMBER = re.compile(rb"/StructParents (\d+)")
_ROW = re.compile(rb"(\d+) (\[[^\]]*\])")
# the objects that all parts share, in the order of their numbers in the joined file
CATALOG, PAGES, ROOT, DOCUMENT, TREE, INFO = range(1, 7)


@dataclass
class _Part:
    """One file: where each object begins and ends, and which are those that all parts share."""

    content: bytes
    spans: dict[int, tuple[int, int]]
    shared: dict[int, int]

    def text(self, number: int) -> bytes:
        start, end = self.spans[number]
        return self.content[start:end]

    def find(self, shared: int) -> bytes:
        return self.text(next(number for number, known in self.shared.items() if known == shared))


@dataclass
class _Joined:
    """The file that is written: where its objects begin, and the lists that grow with each part."""

    out: BinaryIO
    starts: dict[int, int] = field(default_factory=dict)
    kids: list[bytes] = field(default_factory=list)
    elements: list[bytes] = field(default_factory=list)
    rows: list[bytes] = field(default_factory=list)
    last: int = INFO
    pages: int = 0

    def write(self, number: int, body: bytes) -> None:
        self.starts[number] = self.out.tell()
        self.out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))


def join_pdfs(parts: Sequence[Path], out: BinaryIO) -> None:
    """Write the pages of all parts, in order, with their structure; title and language are those of the first."""
    joined = _Joined(out)
    out.write(b"%PDF-1.4\n%\x93\x8c\x8b\x9e\n")
    for number, path in enumerate(parts):
        part = _read(path.read_bytes())
        if number == 0:
            joined.write(CATALOG, _REFERENCE.sub(_renumber(part, joined.last), _body(part.find(CATALOG))))
            joined.write(INFO, _body(part.find(INFO)))
        _append(joined, part)
    _finish(joined)


def _read(content: bytes) -> _Part:
    table = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    count = int(content[table : table + 40].split()[2])
    rows = content[content.index(b"0000000000 65535", table) :].split(b"\n", count)[1:count]
    starts = {number: int(row[:10]) for number, row in enumerate(rows, start=1)}
    ordered = sorted([*starts.values(), table])
    ends = dict(pairwise(ordered))
    part = _Part(content, {number: (start, ends[start]) for number, start in starts.items()}, {})
    trailer = content[content.rindex(b"trailer") :]
    part.shared = {_named(trailer, b"Root"): CATALOG, _named(trailer, b"Info"): INFO}
    for owner, name, shared in (
        (CATALOG, b"Pages", PAGES), (CATALOG, b"StructTreeRoot", ROOT), (ROOT, b"K", DOCUMENT),
        (ROOT, b"ParentTree", TREE),
    ):  # fmt: skip
        part.shared[_named(part.find(owner), name)] = shared
    return part


def _named(text: bytes, name: bytes) -> int:
    """The number of the object that the dictionary names so."""
    found = re.search(rb"/" + name + rb" (\d+) 0 R", text)
    if found is None:
        raise ValueError(f"{name.decode()} is missing: not a file of ours")
    return int(found[1])


def _body(text: bytes) -> bytes:
    return text[text.index(b"obj") + 3 : text.rindex(b"endobj")].strip()


def _renumber(part: _Part, base: int) -> Replace:
    def replace(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        return b"%d 0 R" % part.shared.get(number, base + number)

    return replace


def _append(joined: _Joined, part: _Part) -> None:
    """Copy what the part does not share under new numbers, and take over its pages, elements and their table."""
    base, first, replace = joined.last, joined.pages, _renumber(part, joined.last)
    for number in part.spans:
        if number not in part.shared:
            joined.write(base + number, _moved(_body(part.text(number)), replace, first))
    joined.kids += _references(part.find(PAGES), b"Kids", replace)
    joined.elements += _references(part.find(DOCUMENT), b"K", replace)
    table = _REFERENCE.sub(replace, part.find(TREE))
    for row in _ROW.finditer(table[table.index(b"[") + 1 :]):
        joined.rows.append(b"%d %s" % (first + int(row[1]), row[2]))
        joined.pages += 1
    joined.last = base + max(part.spans)


def _moved(body: bytes, replace: Replace, first: int) -> bytes:
    """The object with its references renumbered; what stands in a stream is nobody's reference."""
    head, stream, content = body.partition(b"stream")
    head = _REFERENCE.sub(replace, head)
    head = _PAGE_NUMBER.sub(lambda match: b"/StructParents %d" % (first + int(match[1])), head)
    return head + stream + content


def _references(text: bytes, name: bytes, replace: Replace) -> Iterator[bytes]:
    start = text.index(b"/" + name + b" [")
    for match in _REFERENCE.finditer(text, start, text.index(b"]", start)):
        yield replace(match)


def _finish(joined: _Joined) -> None:
    joined.write(PAGES, b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(joined.kids), b" ".join(joined.kids)))
    joined.write(
        ROOT,
        b"<< /Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d >>"
        % (DOCUMENT, TREE, joined.pages),
    )
    joined.write(
        DOCUMENT,
        b"<< /Type /StructElem /S /Document /P %d 0 R /K [ %s ] >>" % (ROOT, b" ".join(joined.elements)),
    )
    joined.write(TREE, b"<< /Nums [ %s ] >>" % b" ".join(joined.rows))
    table, size = joined.out.tell(), joined.last + 1
    joined.out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        start = joined.starts.get(number)
        # numbers that stood for what is shared now stand for nothing
        joined.out.write(b"0000000000 65535 f \n" if start is None else b"%010d 00000 n \n" % start)
    joined.out.write(
        b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, CATALOG, INFO, table)
    )
