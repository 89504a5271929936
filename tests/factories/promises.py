"""A promise that its office calls kept, with a file, and a link at which its investor says whether it is so."""

import re
from typing import Protocol

from congress.foundation.db import reading
from tests.factories.office import C
from tests.factories.signing import told

INVESTOR = {"email": "investor@congress.test", "phone": "+8613900000078"}


class Asks(Protocol):
    """Somebody in an office asks for something over HTTP."""

    def __call__(self, who: str, method: str, path: str, body: object, /) -> object: ...


def keep_and_ask(ask: Asks, promise: str, upload: str) -> dict[str, str]:
    """The secret of the link and its code."""
    one = f"{C}/promises/{promise}"
    ask("division", "POST", f"{one}/state", {"state": "kept", "reason": "示例凭证", "evidence": [upload]})
    ask("division", "POST", f"{one}/ask", INVESTOR)
    with reading() as session:
        secret = told(session, "promises.link").split("/promise/")[1].split()[0]
        code = re.search(r"\d{6}", told(session, "promises.code"))
    assert code is not None
    return {"promise_secret": secret, "promise_code": code[0], "promise_proof": upload}
