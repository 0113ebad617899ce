"""A small OpenID provider on a real port of this machine: discovery, code flow with PKCE, keys, userinfo.

It lets in whoever the test says is sitting there, and does wrong what the test tells it to.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Form, Request
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from starlette.responses import JSONResponse, RedirectResponse, Response

CLIENT = "vedette-desk"
SECRET = "of the tests"  # noqa: S105 - of tests


class FakeProvider:
    """The provider: `person` are the claims of who sits there, `wrong` what it does wrong, `asked` what it was."""

    def __init__(self) -> None:
        self.issuer = ""
        self.person: dict[str, Any] = {"sub": "u-1", "preferred_username": "grace", "groups": ["desk"]}
        self.wrong: dict[str, Any] = {}
        self.asked: list[dict[str, str]] = []
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self._codes: dict[str, dict[str, str]] = {}

    def app(self) -> FastAPI:
        """Its routes."""
        app = FastAPI()
        app.get("/.well-known/openid-configuration")(self.about)
        app.get("/authorize")(self.authorize)
        app.post("/token")(self.token)
        app.get("/keys")(self.keys)
        app.get("/who")(self.who)
        return app

    def about(self) -> dict[str, Any]:
        """What it says of itself."""
        told = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        told |= {"userinfo_endpoint": "who"} if "userinfo" in self.wrong else {}
        addresses = {name: f"{self.issuer}/{path}" for name, path in told.items()}
        about: dict[str, Any] = self.wrong.get("about", {})
        return {"issuer": self.issuer} | addresses | about

    def authorize(self, request: Request) -> Response:
        """Lets in at once, and sends back with a code."""
        asked = dict(request.query_params)
        self.asked.append(asked)
        assert asked["client_id"] == CLIENT
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        if "refuse" in self.wrong:
            return RedirectResponse(f"{asked['redirect_uri']}?error=access_denied&state={asked['state']}")
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        told = f"code={code}&state={asked['state']}" + self.wrong.get("more", "")
        return RedirectResponse(f"{asked['redirect_uri']}?{told}")

    def token(
        self, request: Request, code: Annotated[str, Form()], redirect_uri: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
    ) -> Response:  # fmt: skip
        """A token for a code, once, for the client that began with the other half of the verifier."""
        given = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        asked = self._codes.pop(code, None)
        half = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
        good = given == f"{CLIENT}:{SECRET.replace(' ', '%20')}" or given == f"{CLIENT}:{SECRET}"
        if asked is None or not good or asked["redirect_uri"] != redirect_uri or asked["code_challenge"] != half:
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse({"access_token": "at", "token_type": "Bearer", "id_token": self._signed(asked["nonce"])})

    def _signed(self, nonce: str) -> str:
        """The ID token."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        person = {} if "userinfo" in self.wrong else self.person
        claims |= {"sub": self.person["sub"], **person} | self.wrong.get("claims", {})
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.wrong.get("algorithm") == "none":
            parts = ('{"alg":"none"}', json.dumps(claims))
            return ".".join(base64.urlsafe_b64encode(one.encode()).rstrip(b"=").decode() for one in parts) + "."
        if self.wrong.get("algorithm") == "HS256":  # signed with what everybody knows: the public key
            key = OctKey.import_key(self.key.as_pem(private=False))
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, key, algorithms=["HS256"])
        key = self.wrong.get("key", self.key)
        return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)

    def keys(self) -> dict[str, Any]:
        """Its public keys."""
        return dict(KeySet([self.key]).as_dict(private=False))

    def who(self) -> dict[str, Any]:
        """What it tells apart."""
        return self.person | (self.wrong["userinfo"] or {})


@contextmanager
def served() -> Iterator[FakeProvider]:
    """A provider on a free port."""
    provider = FakeProvider()
    server = uvicorn.Server(uvicorn.Config(provider.app(), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the provider did not start"
        time.sleep(0.02)
    provider.issuer = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield provider
    server.should_exit = True
    thread.join(10)
