"""OpenID Connect with a school: the code flow with PKCE, state and nonce; what comes back is checked, not believed."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from congress.accounts.campus_http import PATIENCE, fetch
from congress.accounts.errors import CampusDown, CampusNameless, CampusRefused
from congress.foundation.ids import new_secret
from congress.settings import CampusLogin

# signatures with a key that the school alone holds; never `none`, never a shared secret
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
LEEWAY = 60


def begin(login: CampusLogin, back: str, state: str) -> tuple[str, dict[str, str]]:
    """Where the browser goes, and what it brings back in its session."""
    from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415 -- most processes never ask a school

    memory = {"nonce": new_secret(), "verifier": new_secret()}
    client = OAuth2Session(
        login.client_id, redirect_uri=back, scope="openid email profile", code_challenge_method="S256"
    )
    url, _state = client.create_authorization_url(
        _endpoints(login)["authorization_endpoint"],
        state=state, nonce=memory["nonce"], code_verifier=memory["verifier"],
    )  # fmt: skip
    return str(url), memory


def finish(login: CampusLogin, back: str, memory: Mapping[str, str], answer: Mapping[str, str]) -> str:
    """The e-mail address that the school vouches for.

    Raises:
        CampusNameless: the school tells no address.
        CampusDown: it does not answer.
        CampusRefused: anything else is not as it should be.
    """
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 -- most processes never ask a school
    from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415 -- as above
    from requests import RequestException  # noqa: PLC0415 -- as above

    endpoints = _endpoints(login)
    if "code" not in answer or answer.get("iss", login.url) != login.url:
        raise CampusRefused
    client = OAuth2Session(login.client_id, login.client_secret, redirect_uri=back)
    try:
        token = client.fetch_token(
            endpoints["token_endpoint"], code=answer["code"], code_verifier=memory["verifier"],
            timeout=PATIENCE, allow_redirects=False,
        )  # fmt: skip
    except RequestException:
        raise CampusDown from None
    except (AuthlibBaseError, ValueError):
        raise CampusRefused from None
    claims = _claims(login, endpoints, str(token.get("id_token", "")), memory["nonce"])
    if login.attribute not in claims and "userinfo_endpoint" in endpoints:
        bearer = {"Authorization": f"Bearer {token.get('access_token', '')}"}
        told = _object(fetch(endpoints["userinfo_endpoint"], headers=bearer))
        if told.get("sub") != claims["sub"]:
            raise CampusRefused
        claims |= told
    if not claims.get(login.attribute):
        raise CampusNameless
    if login.attribute == "email" and claims.get("email_verified") is not True:
        raise CampusRefused
    return str(claims[login.attribute])


def _endpoints(login: CampusLogin) -> dict[str, str]:
    """The school's addresses, as its issuer tells them: none may lead to where nothing is encrypted."""
    told = _object(fetch(f"{login.url.rstrip('/')}/.well-known/openid-configuration"))
    endpoints = {name: value for name, value in told.items() if name.endswith(("_endpoint", "_uri"))}
    needed = {"authorization_endpoint", "token_endpoint", "jwks_uri"}
    allowed = {"https", urlsplit(login.url).scheme}
    is_safe = all(isinstance(url, str) and urlsplit(url).scheme in allowed for url in endpoints.values())
    if told.get("issuer") != login.url or not needed <= set(endpoints) or not is_safe:
        raise CampusRefused
    return endpoints


def _claims(login: CampusLogin, endpoints: Mapping[str, str], id_token: str, nonce: str) -> dict[str, Any]:
    from authlib.oidc.core import CodeIDToken  # noqa: PLC0415 -- most processes never ask a school
    from joserfc import jwt  # noqa: PLC0415 -- as above
    from joserfc.errors import JoseError  # noqa: PLC0415 -- as above
    from joserfc.jwk import KeySet  # noqa: PLC0415 -- as above

    keys: Any = _object(fetch(endpoints["jwks_uri"]))
    options = {"iss": {"essential": True, "value": login.url}, "aud": {"essential": True, "value": login.client_id}}
    try:
        token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)
        claims = CodeIDToken(token.claims, token.header, options, {"nonce": nonce, "client_id": login.client_id})
        claims.validate(leeway=LEEWAY)
    except (JoseError, ValueError, KeyError, TypeError):
        raise CampusRefused from None
    return dict(claims)


def _object(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError:
        raise CampusRefused from None
    if not isinstance(told, dict):
        raise CampusRefused
    return told
