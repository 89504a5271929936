"""Structure inside a PDF (ISO 32000 14.7), so that those who hear a document hear headings and tables in order.

What is drawn inside `tag` belongs to the document; what is drawn inside `artifact` (rules, running feet) is not
read out. reportlab knows nothing of this: the marks are written into its page streams, the tree into its catalog.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

for _name in ("StructParents", "Tabs"):
    if _name not in pdfdoc.PDFPage.__NoDefault__:
        pdfdoc.PDFPage.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, _name]


@dataclass
class Node:
    """One element; its kids are elements or pieces of a page: (reference of the page, number of the piece)."""

    kind: str
    # what is said for a picture
    alternative: str = ""
    kids: list[Any] = field(default_factory=list)


class Tags:
    """The structure of one document while it is drawn."""

    def __init__(self, canvas: Canvas) -> None:
        # reportlab gives no other way to a page's stream and to the catalog
        self._canvas: Any = canvas
        self._root = Node("Document")
        self._open = [self._root]
        self._pages: list[list[Node]] = [[]]
        self._inside = False

    @contextmanager
    def group(self, kind: str) -> Iterator[None]:
        """Elements that belong together: a `Sect`, a `Table`, a `TR`, a list `L`."""
        node = Node(kind)
        self._open[-1].kids.append(node)
        self._open.append(node)
        yield
        self._open.pop()

    @contextmanager
    def tag(self, kind: str, *, alternative: str = "") -> Iterator[None]:
        """What is drawn inside is one element, on this page: `H1`, `P`, `TD`. Inside another it is part of that."""
        if self._inside:
            yield
            return
        pieces = self._pages[-1]
        node = Node(kind, alternative, [(self._canvas._doc.thisPageRef(), len(pieces))])  # noqa: SLF001 -- see above
        self._open[-1].kids.append(node)
        pieces.append(node)
        with self._marked(f"/{kind} <</MCID {len(pieces) - 1}>> BDC"):
            yield

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is not read out, unless it is part of an element."""
        if self._inside:
            yield
            return
        with self._marked("/Artifact BMC"):
            yield

    @contextmanager
    def _marked(self, beginning: str) -> Iterator[None]:
        self._inside = True
        self._write(beginning)
        yield
        self._write("EMC")
        self._inside = False

    def _write(self, operator: str) -> None:
        self._canvas._code.append(operator)  # noqa: SLF001 -- see above

    def page_done(self, page: Any) -> None:
        """The canvas has ended this page; what follows is on the next one."""
        page.StructParents = len(self._pages) - 1
        page.Tabs = pdfdoc.PDFName("S")
        self._pages.append([])

    def finish(self) -> None:
        """Write the tree into the document; before the canvas is saved."""
        document = self._canvas._doc  # noqa: SLF001 -- see above
        objects: dict[int, Any] = {}
        root = _object(document, {"Type": pdfdoc.PDFName("StructTreeRoot")})
        self._build(document, self._root, root[1], objects)
        root[0].dict["K"] = objects[id(self._root)]
        numbers: list[Any] = []
        for number, pieces in enumerate(self._pages[:-1]):
            numbers += [number, pdfdoc.PDFArray([objects[id(node)] for node in pieces])]
        tree = _object(document, {"Nums": pdfdoc.PDFArray(numbers)})
        root[0].dict["ParentTree"] = tree[1]
        root[0].dict["ParentTreeNextKey"] = len(self._pages) - 1
        document.Catalog.StructTreeRoot = root[0]
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})

    def _build(self, document: Any, node: Node, parent: Any, objects: dict[int, Any]) -> None:
        facts = {"Type": pdfdoc.PDFName("StructElem"), "S": pdfdoc.PDFName(node.kind), "P": parent}
        if node.alternative:
            facts["Alt"] = pdfdoc.PDFString(node.alternative)
        made, reference = _object(document, facts)
        objects[id(node)] = reference
        kids: list[Any] = []
        for kid in node.kids:
            if isinstance(kid, Node):
                if kid.kids:
                    self._build(document, kid, reference, objects)
                    kids.append(objects[id(kid)])
            else:
                made.dict["Pg"] = kid[0]
                kids.append(kid[1])
        made.dict["K"] = pdfdoc.PDFArray(kids)


def _object(document: Any, facts: dict[str, Any]) -> tuple[Any, Any]:
    """A dictionary that other objects can point to, and how they do."""
    made: Any = pdfdoc.PDFDictionary(facts)
    made.__RefOnly__ = 1
    return made, document.Reference(made)
