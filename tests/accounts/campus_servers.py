"""A school's login servers on loopback, which can be told to lie."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT = "congress"
CLIENT_SECRET = "a secret of the tests, as long as it takes"
EMAIL = "contact@school.test"


class Server:
    """Answers with what the methods `get` and `post` say."""

    def __init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(*outer.get(urlsplit(self.path).path, self._query(), self.headers.get("Authorization", "")))

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self._answer(*outer.post(urlsplit(self.path).path, {key: value[0] for key, value in form.items()}))

            def _query(self) -> dict[str, str]:
                return {key: value[0] for key, value in parse_qs(urlsplit(self.path).query).items()}

            def _answer(self, status: int, content: bytes, kind: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                if status == 302:
                    self.send_header("Location", content.decode())
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_facts: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def get(self, path: str, query: dict[str, str], authorization: str) -> tuple[int, bytes, str]:
        raise NotImplementedError

    def post(self, path: str, form: dict[str, str]) -> tuple[int, bytes, str]:
        raise NotImplementedError


def as_json(document: Any, status: int = 200) -> tuple[int, bytes, str]:
    return status, json.dumps(document).encode(), "application/json"


def page_of_consent(back: str, path: str) -> tuple[int, bytes, str]:
    """What a browser shows at the school, with the way back to where it came from."""
    parts = urlsplit(back)
    link = escape(f"{parts.scheme}://{parts.netloc}{path}")
    page = f'<!doctype html><html lang="zh"><title>CAS</title><a href="{link}">同意并登录</a></html>'
    return 200, page.encode(), "text/html; charset=utf-8"


class OpenIdServer(Server):
    """An OpenID Connect provider; a test changes its claims, key, algorithm or documents."""

    def __init__(self) -> None:
        super().__init__()
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.signing: Any = self.key
        self.algorithm = "RS256"
        self.discovery: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.redirects = False

    def authorise(self, url: str) -> str:
        """What the browser brings back after the person logged in there."""
        asked = {key: value[0] for key, value in parse_qs(urlsplit(url).query).items()}
        assert url.startswith(f"{self.address}/authorise?")
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code{len(self.codes)}"
        self.codes[code] = asked
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def get(self, path: str, query: dict[str, str], authorization: str) -> tuple[int, bytes, str]:
        if path == "/.well-known/openid-configuration":
            paths = {"authorization_endpoint": "authorise", "token_endpoint": "token", "jwks_uri": "keys",
                     "userinfo_endpoint": "userinfo"}  # fmt: skip
            document = {name: f"{self.address}/{path}" for name, path in paths.items()}
            return as_json({"issuer": self.address} | document | self.discovery)
        if path == "/authorise":
            return page_of_consent(query["redirect_uri"], self.authorise(f"{self.address}{path}?{urlencode(query)}"))
        if path == "/keys":
            return as_json(KeySet([self.key]).as_dict(private=False))
        if path == "/userinfo" and authorization == "Bearer access":
            return as_json(self.userinfo)
        return as_json({}, 404)

    def post(self, path: str, form: dict[str, str]) -> tuple[int, bytes, str]:  # noqa: ARG002 -- of Server
        asked = self.codes.pop(form.get("code", ""), None)
        if self.redirects:
            return 302, f"{self.address}/elsewhere".encode(), "text/plain"
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or asked["code_challenge"] != challenge.decode().rstrip("="):
            return as_json({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "sub": "42", "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            "email": EMAIL, "email_verified": True,
        } | self.claims  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        token = self._sign(claims)
        return as_json({"access_token": "access", "token_type": "Bearer", "id_token": token})

    def _sign(self, claims: dict[str, Any]) -> str:
        if self.algorithm == "none":
            head, body = (
                base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
                for part in ({"alg": "none"}, claims)
            )
            return f"{head}.{body}."
        return jwt.encode({"alg": self.algorithm, "kid": "one"}, claims, self.signing, algorithms=[self.algorithm])

    def sign_with_client_secret(self) -> None:
        self.signing, self.algorithm = OctKey.import_key(CLIENT_SECRET), "HS256"


class CasServer(Server):
    """A CAS 3.0 server; a test changes the document that it answers with."""

    def __init__(self) -> None:
        super().__init__()
        self.tickets: dict[str, str] = {}
        self.document: Callable[[str], str] = success

    def authorise(self, url: str) -> str:
        assert url.startswith(f"{self.address}/cas/login?")
        service = parse_qs(urlsplit(url).query)["service"][0]
        ticket = f"ST-{len(self.tickets)}-cas1.school.test"
        self.tickets[ticket] = service
        parts = urlsplit(service)
        return f"{parts.path}?{parts.query}&ticket={ticket}"

    def get(self, path: str, query: dict[str, str], authorization: str) -> tuple[int, bytes, str]:  # noqa: ARG002 -- of Server
        if path == "/cas/login":
            return page_of_consent(query["service"], self.authorise(f"{self.address}{path}?{urlencode(query)}"))
        is_right = path == "/cas/p3/serviceValidate" and self.tickets.pop(query["ticket"], None) == query["service"]
        return 200, (self.document(EMAIL) if is_right else FAILURE).encode(), "text/xml"


def response(inner: str) -> str:
    return f'<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">{inner}</cas:serviceResponse>'


def success(email: str) -> str:
    return response(
        "<cas:authenticationSuccess><cas:user>20360001</cas:user><cas:attributes>"
        f"<cas:mail>{email}</cas:mail></cas:attributes></cas:authenticationSuccess>"
    )


FAILURE = response('<cas:authenticationFailure code="INVALID_TICKET">-</cas:authenticationFailure>')
