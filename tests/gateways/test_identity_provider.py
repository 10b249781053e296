"""What the portal believes of an identity provider, and the many things that it does not."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cx_app.domain.identity import Client
from cx_app.gateways.identity_provider import (
    Identity,
    Oidc,
    Reason,
    SignInError,
    Trip,
    client_key,
    public_keys,
)
from cx_app.settings import Settings, SettingsError
from tests import issuer as issuers
from tests.issuer import FIRST, FOREIGN, PLAIN, SECOND, STRONG, UNBOUND, Issuer, signed

NOW = int(time.time())


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuers.serving() as running:
        yield running


@pytest.fixture
def oidc(issuer: Issuer, tmp_path: Path) -> Oidc:
    return Oidc(issuer.settings(tmp_path))


def new_trip() -> Trip:
    return Trip(*(secrets.token_urlsafe(48) for _ in range(3)))


def sign_in(oidc: Oidc, issuer: Issuer, client: Client = Client.PEOPLE) -> Identity:
    async def go() -> Identity:
        trip = new_trip()
        code = issuer.authorize(await oidc.start(client, trip, "es"))
        return await oidc.finish(client, code, trip)

    return asyncio.run(go())


def refusal(oidc: Oidc, issuer: Issuer, client: Client = Client.PEOPLE) -> Reason:
    with pytest.raises(SignInError) as refused:
        sign_in(oidc, issuer, client)
    return refused.value.reason


def test_an_honest_answer_is_believed(oidc: Oidc, issuer: Issuer) -> None:
    assert sign_in(oidc, issuer) == Identity(
        issuer=issuer.url,
        subject="subject-1",
        email="subject-1@example.org",
        email_verified=True,
        name="",
        language="",
    )


def test_the_address_asks_for_what_was_agreed(oidc: Oidc) -> None:
    trip = new_trip()
    for client, name in ((Client.PEOPLE, "cx-portal"), (Client.STAFF, "cx-portal-staff")):
        address = asyncio.run(oidc.start(client, trip, "es"))
        asked = parse_qs(urlsplit(address).query)
        assert asked["client_id"] == [name]
        assert asked["state"] == [trip.state]
        assert asked["nonce"] == [trip.nonce]
        assert asked["prompt"] == ["select_account"]
        assert asked["ui_locales"] == ["es"]
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["redirect_uri"] == ["http://localhost:3000/sign-in/callback"]
        assert trip.verifier not in address
        assert (STRONG in asked["acr_values"][0]) is (client is Client.STAFF)


LIES: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "n" * 43},
    "no nonce": {"nonce": None},
    "for another client": {"aud": "somebody-else"},
    "for nobody": {"aud": None},
    "issued to another client": {"aud": ["cx-portal", "other"], "azp": "other"},
    "from another issuer": {"iss": "https://issuer.example"},
    "from nobody": {"iss": None},
    "expired": {"exp": NOW - 3600},
    "never expires": {"exp": None},
    "expires in words": {"exp": "tomorrow"},
    "issued long ago": {"iat": NOW - 3600},
    "issued in the future": {"iat": NOW + 3600},
    "issued never": {"iat": None},
    "issued in words": {"iat": "now"},
    "not yet": {"nbf": NOW + 3600},
    "about nobody": {"sub": None},
    "about an empty subject": {"sub": ""},
}


@pytest.mark.parametrize("claims", LIES.values(), ids=LIES.keys())
def test_a_lie_is_refused(oidc: Oidc, issuer: Issuer, claims: dict[str, Any]) -> None:
    issuer.claims = claims
    assert refusal(oidc, issuer) is Reason.MISMATCH


FORGERIES = {
    "unsigned": issuers.unsigned,
    "public key as a secret": issuers.signed_with_public_key,
    "tampered": issuers.tampered,
    "foreign key under a known id": lambda claims: signed(claims, FOREIGN, kid="first"),
    "foreign key": lambda claims: signed(claims, FOREIGN),
    "another algorithm": lambda claims: signed(claims, UNBOUND, alg="RS512"),
    "not a token": lambda claims: "not.a.token",
    "nothing": lambda claims: "",
    "not even a header": lambda claims: "W10.W10.W10",
}


@pytest.mark.parametrize("write", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forgery_is_refused(oidc: Oidc, issuer: Issuer, write: Any) -> None:
    issuer.write = write
    assert refusal(oidc, issuer) is Reason.MISMATCH


@pytest.mark.parametrize("acr", [PLAIN, "http://idmanagement.gov/ns/assurance/aal/2", None, ""])
def test_staff_need_the_strongest_proof(oidc: Oidc, issuer: Issuer, acr: str | None) -> None:
    issuer.claims = {"acr": acr}
    assert refusal(oidc, issuer, Client.STAFF) is Reason.TOO_WEAK


@pytest.mark.parametrize("acr", ["something-else", None, ""])
def test_people_need_a_proof_that_was_asked_for(
    oidc: Oidc, issuer: Issuer, acr: str | None
) -> None:
    issuer.claims = {"acr": acr}
    assert refusal(oidc, issuer) is Reason.TOO_WEAK


def test_settings_may_name_other_proofs(issuer: Issuer, tmp_path: Path) -> None:
    issuer.claims = {"acr": PLAIN}
    lenient = Oidc(issuer.settings(tmp_path, oidc_staff_accepted_acr=PLAIN))
    assert sign_in(lenient, issuer, Client.STAFF).subject == "subject-1"
    strict = Oidc(issuer.settings(tmp_path, oidc_accepted_acr=STRONG))
    assert refusal(strict, issuer) is Reason.TOO_WEAK


def test_a_code_counts_once_and_only_with_its_verifier(oidc: Oidc, issuer: Issuer) -> None:
    async def go() -> list[Reason]:
        trip, reasons = new_trip(), []
        code = issuer.authorize(await oidc.start(Client.PEOPLE, trip, "en"))
        await oidc.finish(Client.PEOPLE, code, trip)
        again = issuer.authorize(await oidc.start(Client.PEOPLE, trip, "en"))
        other = Trip(trip.state, trip.nonce, new_trip().verifier)
        for used, with_trip in ((code, trip), (again, other)):
            with pytest.raises(SignInError) as refused:
                await oidc.finish(Client.PEOPLE, used, with_trip)
            reasons.append(refused.value.reason)
        return reasons

    assert asyncio.run(go()) == [Reason.PROVIDER_REFUSED] * 2


def test_no_code_asks_nobody(oidc: Oidc, issuer: Issuer) -> None:
    with pytest.raises(SignInError) as refused:
        asyncio.run(oidc.finish(Client.PEOPLE, "", new_trip()))
    assert refused.value.reason is Reason.PROVIDER_REFUSED
    assert issuer.token_requests == 0


ANSWERS = {
    "refused": (400, b'{"error": "invalid_client"}', Reason.PROVIDER_REFUSED),
    "broken": (500, b"{}", Reason.PROVIDER_AWAY),
    "not json": (200, b"<html>", Reason.PROVIDER_AWAY),
    "a list": (200, b"[]", Reason.PROVIDER_AWAY),
    "a number": (200, b"7", Reason.PROVIDER_AWAY),
    "empty": (200, b"{}", Reason.MISMATCH),
    "no id token": (200, b'{"access_token": "a", "token_type": "Bearer"}', Reason.MISMATCH),
    "elsewhere": (302, b"", Reason.PROVIDER_AWAY),
}


@pytest.mark.parametrize(("status", "body", "reason"), ANSWERS.values(), ids=ANSWERS.keys())
def test_odd_token_answers_have_a_reason(
    oidc: Oidc, issuer: Issuer, status: int, body: bytes, reason: Reason
) -> None:
    issuer.token_answer = (status, body)
    assert refusal(oidc, issuer) is reason


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://issuer.example"},
        {"authorization_endpoint": None},
        {"token_endpoint": 7},
        {"jwks_uri": "file:///etc/hostname"},
    ],
)
def test_odd_metadata_are_an_absent_provider(
    oidc: Oidc, issuer: Issuer, metadata: dict[str, Any]
) -> None:
    issuer.metadata = metadata
    assert refusal(oidc, issuer) is Reason.PROVIDER_AWAY


@pytest.mark.parametrize("keys", [[], [{"kty": "LATER"}], [7], [{"kty": "RSA", "n": "x"}]])
def test_odd_keys_are_an_absent_provider(oidc: Oidc, issuer: Issuer, keys: list[Any]) -> None:
    issuer.keys = keys
    assert refusal(oidc, issuer) is Reason.PROVIDER_AWAY


def test_keys_that_we_do_not_know_are_left_alone(oidc: Oidc, issuer: Issuer) -> None:
    issuer.keys = [{"kty": "LATER", "kid": "x"}, {"kty": "RSA", "kid": "y"}, *issuer.keys]
    assert sign_in(oidc, issuer).subject == "subject-1"


def test_nobody_answers(issuer: Issuer, tmp_path: Path) -> None:
    with issuers.serving() as gone:
        settings = gone.settings(tmp_path)
    oidc = Oidc(settings)
    with pytest.raises(SignInError) as refused:
        asyncio.run(oidc.start(Client.PEOPLE, new_trip(), "en"))
    assert refused.value.reason is Reason.PROVIDER_AWAY
    assert asyncio.run(oidc.sign_out_address(Client.PEOPLE, "/", "s", "en")) is None


def test_a_rotated_key_is_fetched(
    oidc: Oidc, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(oidc, issuer)
    issuer.keys = [SECOND.as_dict(private=False), FIRST.as_dict(private=False)]
    issuer.write = lambda claims: signed(claims, SECOND)
    _pass(monkeypatch, seconds=6)
    assert sign_in(oidc, issuer).subject == "subject-1"
    assert issuer.key_requests == 2


def test_unknown_keys_do_not_make_us_ask_at_every_sign_in(
    oidc: Oidc, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(oidc, issuer)
    issuer.write = lambda claims: signed(claims, FOREIGN)
    _pass(monkeypatch, seconds=6)
    for _ in range(3):
        assert refusal(oidc, issuer) is Reason.MISMATCH
    assert issuer.key_requests == 2


def test_a_key_taken_back_stops_counting(
    oidc: Oidc, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(oidc, issuer)
    issuer.keys = [SECOND.as_dict(private=False)]
    _pass(monkeypatch, seconds=3601)
    assert refusal(oidc, issuer) is Reason.MISMATCH


def test_the_way_out_names_who_leaves_and_where_to(oidc: Oidc, issuer: Issuer) -> None:
    back = "http://localhost:3000/es/signed-out"
    address = asyncio.run(oidc.sign_out_address(Client.STAFF, back, "state-1", "es"))
    assert address is not None
    assert address.startswith(f"{issuer.url}/leave?")
    assert parse_qs(urlsplit(address).query) == {
        "client_id": ["cx-portal-staff"],
        "post_logout_redirect_uri": [back],
        "state": ["state-1"],
        "ui_locales": ["es"],
    }


def test_a_provider_without_a_way_out_has_none(oidc: Oidc, issuer: Issuer) -> None:
    issuer.metadata = {"end_session_endpoint": None}
    assert asyncio.run(oidc.sign_out_address(Client.PEOPLE, "/", "s", "en")) is None


def test_the_published_key_is_the_public_half(issuer: Issuer, tmp_path: Path) -> None:
    settings = issuer.settings(tmp_path)
    [published] = public_keys(settings)["keys"]
    assert set(published) == {"kty", "n", "e", "kid", "use", "alg"}
    assert published["kid"] == client_key(settings).kid
    assert settings.oidc_key_file.stat().st_mode & 0o077 == 0
    assert client_key(settings).as_dict(private=False)["n"] not in json.dumps(str(settings))


def real(tmp_path: Path, **more: Any) -> Settings:
    return Settings(**{"CX_DEMO": False, "CX_DATA_DIR": tmp_path}, **more)


def test_outside_the_demo_the_key_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="OIDC_PRIVATE_KEY_FILE"):
        Oidc(real(tmp_path, oidc_issuer="https://issuer.example"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("issuer_url", ["", "http://issuer.example"])
def test_outside_the_demo_the_provider_is_on_https(tmp_path: Path, issuer_url: str) -> None:
    with pytest.raises(SettingsError, match="OIDC_ISSUER"):
        Oidc(real(tmp_path, oidc_issuer=issuer_url))


def _pass(monkeypatch: pytest.MonkeyPatch, *, seconds: float) -> None:
    """Time passes for whoever measures it; nobody waits."""
    earlier = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: earlier() + seconds)
