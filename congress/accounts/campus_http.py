"""Asking a school's login server: short, small, and never on to another address."""

from typing import Any

from congress.accounts.errors import CampusDown, CampusRefused

# seconds; somebody waits in front of the page
PATIENCE = 10
LARGEST_ANSWER = 256 * 1024
SERVER_FAULT = 500


def fetch(url: str, *, headers: dict[str, str] | None = None, params: dict[str, str] | None = None) -> bytes:
    """Raises CampusDown when there is no answer, CampusRefused when there is no whole one."""
    import requests  # noqa: PLC0415 -- most processes never ask a school

    try:
        with requests.get(
            url, headers=headers, params=params, timeout=PATIENCE, allow_redirects=False, stream=True
        ) as answer:
            content: Any = answer.raw.read(LARGEST_ANSWER + 1, decode_content=True)
            if answer.status_code >= SERVER_FAULT:
                raise CampusDown
            if answer.status_code != requests.codes.ok or len(content) > LARGEST_ANSWER:
                raise CampusRefused
            return bytes(content)
    except (requests.RequestException, OSError):
        raise CampusDown from None
