"""CAS 3.0 with a school: a ticket comes back, and the school's server says whose it is."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from congress.accounts.campus_http import fetch
from congress.accounts.errors import CampusNameless, CampusRefused
from congress.settings import CampusLogin

CAS = "{http://www.yale.edu/tp/cas}"
TICKET = re.compile(r"ST-[\w.-]{1,253}", re.ASCII)


def begin(login: CampusLogin, back: str, state: str) -> tuple[str, dict[str, str]]:
    """Where the browser goes; the state travels in the address that it comes back to."""
    return f"{login.url.rstrip('/')}/login?{urlencode({'service': _service(back, state)})}", {}


def finish(login: CampusLogin, back: str, memory: Mapping[str, str], answer: Mapping[str, str]) -> str:
    """The e-mail address that the school vouches for.

    Raises:
        CampusNameless: the school tells no address.
        CampusDown: it does not answer.
        CampusRefused: the ticket is not for us, or the answer cannot be read.
    """
    ticket = answer.get("ticket", "")
    if not TICKET.fullmatch(ticket):
        raise CampusRefused
    asked = {"service": _service(back, memory["state"]), "ticket": ticket}
    return _attribute(fetch(f"{login.url.rstrip('/')}/p3/serviceValidate", params=asked), login.attribute)


def _service(back: str, state: str) -> str:
    return f"{back}?{urlencode({'state': state})}"


def _attribute(document: bytes, name: str) -> str:
    """The attribute of whoever was let in; several values or none are refused."""
    from lxml import etree  # noqa: PLC0415 -- most processes never ask a school

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError:
        raise CampusRefused from None
    found = root.findall(f"{CAS}authenticationSuccess/{CAS}attributes/{CAS}{name}")
    if not found and root.find(f"{CAS}authenticationSuccess") is not None:
        raise CampusNameless
    has_entities = bool(root.getroottree().docinfo.doctype)
    if root.tag != f"{CAS}serviceResponse" or has_entities or len(found) != 1 or len(found[0]):
        raise CampusRefused
    return (found[0].text or "").strip()
