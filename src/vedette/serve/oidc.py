"""Logging in by an OpenID provider: the code flow with PKCE, by authlib; needs vedette[oidc].

Whoever comes is known by the provider's issuer and their subject there, and by nothing else: an e-mail address or a
name opens no account. What they may do comes from their groups, each time they log in.
"""

import hmac
import os
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from vedette.errors import VedetteError
from vedette.serve.guard import LEVELS
from vedette.store.flows import Flow

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

    from vedette.settings import OidcSettings
    from vedette.store.accounts import Role

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""With which an ID token may be signed: keys that the provider alone has, so neither HS256 nor none."""
FRESH: Final = 3600.0
"""Seconds for which what a provider says of itself is good."""
TIMEOUT: Final = 10.0
LEEWAY: Final = 60
"""Seconds that clocks may differ by."""
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
WELL_KNOWN: Final = "/.well-known/openid-configuration"


class OidcError(Exception):
    """A login by the provider failed; the text says why, `status` is that of the answer."""

    def __init__(self, message: str, status: int = 400) -> None:
        """Keep the status."""
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Person:
    """Who came: `subject` is the issuer and who they are there, `name` what they are called, `role` what they may."""

    subject: str
    name: str
    role: "Role | None"


class Provider:
    """One provider, as the settings name it."""

    def __init__(self, settings: "OidcSettings") -> None:
        """Ask nothing yet; raises VedetteError where authlib is not installed or the secret is not set."""
        try:
            import authlib.integrations.httpx_client  # noqa: F401, PLC0415 - an extra
        except ImportError as error:
            msg = "[serve.oidc] needs authlib, which is not installed. Install it: pip install 'vedette[oidc]'"
            raise VedetteError(msg) from error
        self.settings = settings
        self._secret = os.environ.get(settings.client_secret_env) if settings.client_secret_env else None
        if settings.client_secret_env and not self._secret:
            msg = f"the environment has no {settings.client_secret_env}, which [serve.oidc] names. Set it"
            raise VedetteError(msg)
        self._lock = threading.Lock()
        self._known: tuple[float, dict[str, Any]] | None = None
        self._keys: dict[str, Any] | None = None

    # -- going there

    def begin(self, back: str, then: str, account: int | None) -> tuple[str, Flow]:
        """The address to go to, and what must be kept until somebody comes back to `back`."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._client(back) as client:
            address, _ = client.create_authorization_url(
                self._endpoint("authorization_endpoint"), state=state, nonce=nonce, code_verifier=verifier
            )
        return str(address), Flow(state=state, nonce=nonce, verifier=verifier, then=then, account_id=account)

    def _client(self, back: str) -> "OAuth2Client":
        """What speaks with the provider."""
        from authlib.integrations.httpx_client import OAuth2Client  # noqa: PLC0415 - an extra

        told = self.settings
        return OAuth2Client(
            told.client_id, self._secret, token_endpoint_auth_method=self._auth_method(), scope=" ".join(told.scopes),
            redirect_uri=back, code_challenge_method="S256", timeout=TIMEOUT, follow_redirects=False,
        )  # fmt: skip

    def _auth_method(self) -> str:
        """How this desk shows the provider who it is."""
        if self._secret is None:
            return "none"
        offered = self.metadata().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"

    # -- what the provider says of itself

    def metadata(self) -> dict[str, Any]:
        """What the provider says of itself; raises OidcError where it does not answer, or is another than it says."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > FRESH:
                found = self._get(self.settings.issuer.rstrip("/") + WELL_KNOWN)
                if found.get("issuer") != self.settings.issuer:
                    msg = f"the provider calls itself {found.get('issuer')!r}, not {self.settings.issuer!r}"
                    raise OidcError(msg, 502)
                self._known, self._keys = (time.monotonic(), found), None
            return self._known[1]

    def _endpoint(self, name: str) -> str:
        """An address of the provider; raises OidcError for one in the clear."""
        address = self.metadata().get(name)
        parts = urlsplit(address if isinstance(address, str) else "")
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            msg = f"the provider names no {name} that is https"
            raise OidcError(msg, 502)
        return str(address)

    def _get(self, address: str, token: str | None = None) -> dict[str, Any]:
        """JSON of the provider; raises OidcError."""
        import httpx2  # noqa: PLC0415 - comes with the extra

        head = {"accept": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
        try:
            answer = httpx2.get(address, headers=head, timeout=TIMEOUT, follow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            msg = f"the provider does not answer as it must: {error}"
            raise OidcError(msg, 502) from error
        if not isinstance(found, dict):
            msg = "the provider does not answer with an object"
            raise OidcError(msg, 502)
        return found

    # -- coming back

    def finish(self, back: str, flow: Flow, asked: "Mapping[str, str]") -> Person:
        """Who came back to `back` with the query `asked`; raises OidcError where anything is not as it must be."""
        if not hmac.compare_digest(asked.get("state", "").encode(), flow.state.encode()):
            msg = "This login was not begun in this browser. Begin it again."
            raise OidcError(msg)
        if asked.get("iss", self.settings.issuer) != self.settings.issuer:  # RFC 9207
            msg = "The answer is from another provider than the one that was asked."
            raise OidcError(msg)
        if "error" in asked or not asked.get("code"):
            msg = "The provider did not let you in. Begin again, or ask whoever runs it."
            raise OidcError(msg, 403)
        token = self._token(back, flow, asked["code"])
        claims = self._claims(token, flow.nonce)
        return self._person(self._with_groups(claims, token))

    def _token(self, back: str, flow: Flow, code: str) -> dict[str, Any]:
        """What the provider gives for a code."""
        import httpx2  # noqa: PLC0415 - comes with the extra
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - an extra

        try:
            with self._client(back) as client:
                found: dict[str, Any] = client.fetch_token(
                    self._endpoint("token_endpoint"),
                    grant_type="authorization_code", code=code, code_verifier=flow.verifier,
                )  # fmt: skip
        except (AuthlibBaseError, httpx2.HTTPError, ValueError) as error:
            msg = f"The provider does not give a token for this login ({type(error).__name__}). Begin it again."
            raise OidcError(msg, 502) from error
        return found

    def _claims(self, token: "Mapping[str, Any]", nonce: str) -> dict[str, Any]:
        """The claims of the ID token, its signature and all that OpenID Connect asks of it checked."""
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415 - an extra
        from joserfc.errors import JoseError  # noqa: PLC0415 - comes with it

        given = token.get("id_token")
        try:
            decoded = self._decoded(given if isinstance(given, str) else "")
            must = {"iss": self.settings.issuer, "aud": self.settings.client_id}
            options = {name: {"essential": True, "value": value} for name, value in must.items()}
            params = {"nonce": nonce, "client_id": self.settings.client_id, "access_token": token.get("access_token")}
            CodeIDToken(decoded.claims, decoded.header, options, params).validate(leeway=LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            msg = f"The provider's token is not as it must be ({type(error).__name__}). Begin the login again."
            raise OidcError(msg, 502) from error
        claims: dict[str, Any] = decoded.claims
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            msg = "The provider does not say who you are."
            raise OidcError(msg, 502)
        return claims

    def _decoded(self, token: str) -> Any:  # noqa: ANN401 - a token of joserfc's
        """A signed token; the keys are asked for once more where none fits, since providers change theirs."""
        from joserfc import jwt  # noqa: PLC0415 - comes with the extra
        from joserfc.errors import BadSignatureError, InvalidKeyIdError  # noqa: PLC0415 - as above
        from joserfc.jwk import KeySet  # noqa: PLC0415 - as above

        for keys in (self._keys, None):
            found = keys or self._get(self._endpoint("jwks_uri"))
            self._keys = found
            try:
                return jwt.decode(token, KeySet.import_key_set(found), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
            except (BadSignatureError, InvalidKeyIdError):
                if keys is None:
                    raise
        msg = "no keys"
        raise ValueError(msg)

    def _with_groups(self, claims: dict[str, Any], token: "Mapping[str, Any]") -> dict[str, Any]:
        """The claims with those that the provider tells apart, where the groups are not among the first."""
        if groups_in(claims, self.settings.role_claim) or not self.metadata().get("userinfo_endpoint"):
            return claims
        more = self._get(self._endpoint("userinfo_endpoint"), str(token.get("access_token")))
        if more.get("sub") != claims["sub"]:
            msg = "The provider tells of somebody else than who logged in."
            raise OidcError(msg, 502)
        return more | claims

    def _person(self, claims: "Mapping[str, Any]") -> Person:
        """Who the claims tell of."""
        names = (claims.get(name) for name in ("preferred_username", "name", "nickname"))
        name = next((" ".join(one.split()) for one in names if isinstance(one, str) and one.strip()), claims["sub"])
        shown = "".join(char for char in name if char.isprintable())[:80]
        return Person(f"{self.settings.issuer}#{claims['sub']}"[:1000], shown, self.role_of(claims))

    def role_of(self, claims: "Mapping[str, Any]") -> "Role | None":
        """The highest role that somebody's groups give them; else the one of all, or None."""
        mapped = self.settings.roles
        found = [mapped[group] for group in groups_in(claims, self.settings.role_claim) if group in mapped]
        return max(found, key=LEVELS.index, default=self.settings.default_role)


def groups_in(claims: "Mapping[str, Any]", path: str) -> list[str]:
    """The groups in a claim; a dot in its name leads into it, unless there is a claim of the whole name."""
    held: Any = claims.get(path)
    if held is None:
        held = claims
        for part in path.split("."):
            held = held.get(part) if isinstance(held, Mapping) else None
    found = [held] if isinstance(held, str) else held if isinstance(held, list) else []
    return [one for one in found if isinstance(one, str)]
