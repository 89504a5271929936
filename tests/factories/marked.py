"""A business secret that is marked, so that whoever reads of it shows."""

import json
import re
import zipfile
from html import unescape
from io import BytesIO

import pypdfium2

# in the title, the names of the parties and every text about it
SECRET = "商密标记（虚构）"
# whose business the world's secret is; everybody else must not read of it
CONCERNED = frozenset({"alumnus", "organiser", "verifier", "verifier of the division", "school", "division"})


def is_concerned(name: str, rule: str) -> bool:
    """Whether somebody of the world may read of its secret there: the other school as a party of the dispute."""
    return name in CONCERNED or (name == "other school" and "/disputes" in rule)


def tells(content: bytes, mark: str = SECRET) -> bool:
    """Whether a page, a JSON document, a calendar, a PDF or an office file says what is marked."""
    if content.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(content) as pdf:
            said = "".join(page.get_textpage().get_text_range() for page in pdf).replace("\r\n", "")
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as office:
            parts = (office.read(name).decode("utf-8", "replace") for name in office.namelist())
            said = unescape(re.sub("<[^>]*>", "", "".join(parts)))
    else:
        said = content.decode("utf-8", "replace").replace("\r\n ", "")
    return mark in said or json.dumps(mark)[1:-1] in said
