"""Sign-in with an OpenID Connect provider: Authlib, private_key_jwt, PKCE, state and nonce.

Every failure is a `SignInError` with a reason that has a sentence of its own on the page people
come back to.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlencode

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet, RSAKey

from cx_app.domain.identity import Client
from cx_app.settings import Settings, SettingsError

SCOPE: Final = "openid email profile"
ALGORITHMS: Final = ["RS256", "ES256"]
LEEWAY_SECONDS: Final = 60
MAX_AGE_SECONDS: Final = 600
METADATA_SECONDS: Final = 3600
KEY_REFRESH_SECONDS: Final = 5.0
"""Unknown key ids make us fetch the provider's keys again, at most this often."""
ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
TIMEOUT_SECONDS: Final = 10.0


class Reason(StrEnum):
    """Why a sign-in did not work."""

    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MISMATCH = "mismatch"
    PROVIDER_AWAY = "provider_away"
    PROVIDER_REFUSED = "provider_refused"
    TOO_WEAK = "too_weak"
    NOT_STAFF = "not_staff"
    BUSY = "busy"
    OTHER_SESSION = "other_session"


class SignInError(RuntimeError):
    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Trip:
    """The secrets of one trip to the provider; state and nonce have at least 22 characters."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it was. `subject` is the identity; the rest are attributes."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    language: str


class IdentityProvider(Protocol):
    @property
    def issuer(self) -> str: ...

    async def start(self, client: Client, trip: Trip, language: str) -> str:
        """The address to send the browser to. Raises `SignInError`."""

    async def finish(self, client: Client, code: str, trip: Trip) -> Identity:
        """Exchange the code and check the ID token. Raises `SignInError`."""

    async def sign_out_address(
        self, client: Client, back_to: str, state: str, language: str
    ) -> str | None:
        """Where the provider ends its own session; None when it offers no such place."""


class Oidc:
    """The provider named in settings. Metadata and keys are cached for an hour."""

    def __init__(self, settings: Settings) -> None:
        if not settings.demo and not settings.issuer.startswith("https://"):
            raise SettingsError("OIDC_ISSUER must be the https address of the identity provider.")
        self._settings = settings
        self._key = client_key(settings)
        self._metadata: dict[str, Any] = {}
        self._metadata_until = 0.0
        self._keys: KeySet | None = None
        self._keys_at = 0.0

    @property
    def issuer(self) -> str:
        return self._settings.issuer

    async def start(self, client: Client, trip: Trip, language: str) -> str:
        metadata = await self._discover()
        async with self._oauth(client, metadata) as oauth:
            address, _state = oauth.create_authorization_url(
                metadata["authorization_endpoint"],
                state=trip.state,
                nonce=trip.nonce,
                code_verifier=trip.verifier,
                acr_values=self._acr_values(client),
                prompt="select_account",
                ui_locales=language,
            )
        return str(address)

    async def finish(self, client: Client, code: str, trip: Trip) -> Identity:
        if not code:
            raise SignInError(Reason.PROVIDER_REFUSED, "no code")
        metadata = await self._discover()
        try:
            async with self._oauth(client, metadata) as oauth:
                token = await oauth.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=trip.verifier,
                )
        except AuthlibBaseError as error:
            raise SignInError(Reason.PROVIDER_REFUSED, str(error.error)) from error
        except (httpx2.HTTPError, ValueError, TypeError) as error:
            raise SignInError(Reason.PROVIDER_AWAY, type(error).__name__) from error
        return await self._read(client, str(token.get("id_token") or ""), trip)

    async def sign_out_address(
        self, client: Client, back_to: str, state: str, language: str
    ) -> str | None:
        try:
            endpoint = (await self._discover()).get("end_session_endpoint")
        except SignInError:
            return None
        if not endpoint:
            return None
        query = {
            "client_id": self._client_id(client),
            "post_logout_redirect_uri": back_to,
            "state": state,
            "ui_locales": language,
        }
        return f"{endpoint}?{urlencode(query)}"

    def _oauth(self, client: Client, metadata: dict[str, Any]) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            client_id=self._client_id(client),
            client_secret=self._key,
            token_endpoint_auth_method=PrivateKeyJWT(
                metadata["token_endpoint"], headers={"kid": self._key.kid}, alg="RS256"
            ),
            scope=SCOPE,
            redirect_uri=redirect_uri(self._settings),
            code_challenge_method="S256",
            timeout=TIMEOUT_SECONDS,
        )

    async def _read(self, client: Client, id_token: str, trip: Trip) -> Identity:
        claims = await self._verified(id_token)
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": self._client_id(client)},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": trip.nonce},
        )
        try:
            registry.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise SignInError(Reason.MISMATCH, str(error)) from error
        if claims.get("azp", self._client_id(client)) != self._client_id(client):
            raise SignInError(Reason.MISMATCH, "azp")
        if int(claims["iat"]) < time.time() - MAX_AGE_SECONDS:
            raise SignInError(Reason.MISMATCH, "iat")
        if claims.get("acr") not in self._accepted_acr(client):
            raise SignInError(Reason.TOO_WEAK, "acr")
        return Identity(
            issuer=str(claims["iss"]),
            subject=str(claims["sub"]),
            email=str(claims.get("email", "")),
            email_verified=claims.get("email_verified") is True,
            name=str(claims.get("name", ""))[:200],
            language=str(claims.get("locale", "")),
        )

    async def _verified(self, id_token: str) -> dict[str, Any]:
        """The claims of a token that is signed well."""
        try:
            kid = jws.extract_compact(id_token.encode()).headers().get("kid")
            keys = await self._signing_keys(kid)
            return dict(jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError, TypeError) as error:
            raise SignInError(Reason.MISMATCH, type(error).__name__) from error

    async def _discover(self) -> dict[str, Any]:
        if time.monotonic() >= self._metadata_until:
            issuer = self._settings.issuer.rstrip("/")
            metadata = await _get(f"{issuer}/.well-known/openid-configuration")
            if metadata.get("issuer") != self._settings.issuer:
                raise SignInError(Reason.PROVIDER_AWAY, "issuer differs")
            schemes = ("http://", "https://") if self._settings.demo else ("https://",)
            for endpoint in ENDPOINTS:
                if not str(metadata.get(endpoint)).startswith(schemes):
                    raise SignInError(Reason.PROVIDER_AWAY, endpoint)
            self._metadata = metadata
            self._metadata_until = time.monotonic() + METADATA_SECONDS
        return self._metadata

    async def _signing_keys(self, kid: str | None) -> KeySet:
        """The provider's keys; a key id that is not among them makes us fetch them again."""
        age = time.monotonic() - self._keys_at
        known = self._keys is not None and kid in {None, *(key.kid for key in self._keys.keys)}
        if self._keys is None or age >= (METADATA_SECONDS if known else KEY_REFRESH_SECONDS):
            found = await _get((await self._discover())["jwks_uri"])
            self._keys = _key_set(found)
            self._keys_at = time.monotonic()
        return self._keys

    def _client_id(self, client: Client) -> str:
        staff = client is Client.STAFF
        return self._settings.oidc_staff_client_id if staff else self._settings.oidc_client_id

    def _acr_values(self, client: Client) -> str:
        """Staff must have signed in with something that can't be phished."""
        staff = client is Client.STAFF
        return self._settings.oidc_staff_acr_values if staff else self._settings.oidc_acr_values

    def _accepted_acr(self, client: Client) -> list[str]:
        asked = self._acr_values(client).split()
        if client is Client.STAFF:
            return self._settings.oidc_staff_accepted_acr.split() or asked[-1:]
        return self._settings.oidc_accepted_acr.split() or asked


def redirect_uri(settings: Settings) -> str:
    return f"{settings.public_origin}/sign-in/callback"


def client_key(settings: Settings) -> RSAKey:
    """The portal's signing key. The demo makes its own, and publishes the public half beside it."""
    path = settings.oidc_key_file
    if not path.exists():
        if not settings.demo:
            raise FileNotFoundError(f"OIDC_PRIVATE_KEY_FILE {path} does not exist")
        _make_key(path)
    key = RSAKey.import_key(path.read_bytes())
    key.ensure_kid()
    return key


def public_keys(settings: Settings) -> dict[str, Any]:
    """The JWKS that the provider registers for the portal."""
    key = client_key(settings)
    return {"keys": [{**key.as_dict(private=False), "use": "sig", "alg": "RS256"}]}


def publish_keys(settings: Settings) -> None:
    """Write the public keys where the demo's identity provider reads them."""
    path = settings.data_dir / "oidc-client-jwks.json"
    text = json.dumps(public_keys(settings))
    if not path.exists() or path.read_text() != text:
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text)
        part.replace(path)


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.touch(mode=0o600)
    part.write_bytes(RSAKey.generate_key(2048).as_pem(private=True))
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()


async def _get(address: str) -> dict[str, Any]:
    try:
        async with httpx2.AsyncClient(timeout=TIMEOUT_SECONDS) as http:
            answer = await http.get(address)
            answer.raise_for_status()
            return dict(answer.json())
    except (httpx2.HTTPError, ValueError, TypeError) as error:
        raise SignInError(Reason.PROVIDER_AWAY, type(error).__name__) from error


def _key_set(found: dict[str, Any]) -> KeySet:
    """The keys of a JWKS that we can use; providers may publish kinds that we don't know."""
    keys = []
    for one in found.get("keys") or []:
        try:
            keys.append(JWKRegistry.import_key(one))
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    if not keys:
        raise SignInError(Reason.PROVIDER_AWAY, "no usable keys")
    return KeySet(keys)
