"""An identity provider that can be told to lie: plain HTTP on loopback, tokens as asked for."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from cx_app.settings import Settings

STRONG = "http://idmanagement.gov/ns/assurance/aal/2?phishing_resistant=true"
PLAIN = "urn:acr.login.gov:auth-only"
FIRST, SECOND, FOREIGN = (
    RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})
    for kid in ("first", "second", "foreign")
)

UNBOUND = RSAKey.import_key(FIRST.as_pem(private=True), {"kid": "first"})
"""The first key, which here says of no algorithm that it is the only one."""

Claims = dict[str, Any]


def signed(claims: Claims, key: RSAKey = FIRST, **header: str) -> str:
    return jwt.encode({"alg": "RS256", "kid": key.kid, **header}, claims, key, ["RS256", "RS512"])


def unsigned(claims: Claims) -> str:
    """The `alg: none` trick."""
    return f"{_part({'alg': 'none', 'kid': FIRST.kid})}.{_part(claims)}."


def signed_with_public_key(claims: Claims) -> str:
    """The trick of using the public key as a shared secret."""
    text = f"{_part({'alg': 'HS256', 'kid': FIRST.kid})}.{_part(claims)}"
    digest = hmac.digest(FIRST.as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def tampered(claims: Claims) -> str:
    """Somebody else's subject under a true signature."""
    header, _payload, signature = signed(claims).split(".")
    return f"{header}.{_part({**claims, 'sub': 'somebody-else'})}.{signature}"


def _part(value: Claims) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@dataclass
class Issuer:
    """What to answer. `claims` changes the ID token; `write` makes text of it."""

    url: str = ""
    client_keys: Claims = field(default_factory=dict)
    keys: list[Claims] = field(default_factory=lambda: [FIRST.as_dict(private=False)])
    claims: Claims = field(default_factory=dict)
    write: Callable[[Claims], str] = signed
    metadata: Claims = field(default_factory=dict)
    token_answer: tuple[int, bytes] | None = None
    key_requests: int = 0
    token_requests: int = 0
    _codes: dict[str, Claims] = field(default_factory=dict)

    def settings(self, data_dir: Path, **more: Any) -> Settings:
        """A portal that trusts this issuer and is known to it."""
        from cx_app.gateways.identity_provider import public_keys

        made = Settings(
            **{"CX_DATA_DIR": data_dir, "CX_PUBLIC_URL": "http://localhost:3000"},
            oidc_issuer=self.url,
            **more,
        )
        self.client_keys = public_keys(made)
        return made

    def authorize(self, address: str) -> str:
        """The code for somebody who signed in at this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["state"]) >= 22
        assert len(asked["nonce"]) >= 22
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return code

    def answer_token(self, form: dict[str, str]) -> tuple[int, bytes]:
        self.token_requests += 1
        if self.token_answer is not None:
            return self.token_answer
        asked = self._codes.pop(form["code"], None)
        if asked is None or not self._proven(form, asked):
            return 400, b'{"error": "invalid_grant"}'
        now = int(time.time())
        honest = {
            "iss": self.url,
            "sub": "subject-1",
            "aud": asked["client_id"],
            "nonce": asked["nonce"],
            "acr": asked["acr_values"].split()[-1],
            "iat": now,
            "exp": now + 300,
            "email": "subject-1@example.org",
            "email_verified": True,
        }
        claims = {k: v for k, v in {**honest, **self.claims}.items() if v is not None}
        token = {"access_token": "unused", "token_type": "Bearer", "id_token": self.write(claims)}
        return 200, json.dumps(token).encode()

    def _proven(self, form: dict[str, str], asked: Claims) -> bool:
        """Whether the client proved itself by its key, and the verifier fits its challenge."""
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        key = RSAKey.import_key(self.client_keys["keys"][0])
        assertion = jwt.decode(form["client_assertion"], key, algorithms=["RS256"]).claims
        return (
            challenge == asked["code_challenge"]
            and form["redirect_uri"] == asked["redirect_uri"]
            and assertion["sub"] == assertion["iss"] == asked["client_id"]
            and assertion["aud"] == f"{self.url}/token"
        )

    def answer_get(self, path: str) -> tuple[int, bytes]:
        if path == "/jwks":
            self.key_requests += 1
            return 200, json.dumps({"keys": self.keys}).encode()
        if path != "/.well-known/openid-configuration":
            return 404, b"{}"
        metadata = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/leave",
        }
        return 200, json.dumps({**metadata, **self.metadata}).encode()


@contextlib.contextmanager
def serving() -> Iterator[Issuer]:
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(*issuer.answer_get(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._send(*issuer.answer_token(form))

        def _send(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
