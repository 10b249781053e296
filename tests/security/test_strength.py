"""Outside the demonstration the portal does not start with a secret that could be guessed."""

from __future__ import annotations

import base64
import hashlib
import secrets
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from cx_app.security.strength import check_secrets, weakness
from cx_app.settings import Settings, SettingsError, random_key

GOOD = {"CX_ENCRYPTION_KEYS": f"k1:{random_key()}", "CX_HASH_KEYS": f"h1:{random_key()}"}
SAME = random_key()


def written(key: bytes) -> str:
    return base64.b64encode(key).decode()


def settings(folder: Path, **given: str) -> Settings:
    return Settings(CX_DEMO=False, CX_DATA_DIR=folder, **{**GOOD, **given})


def test_random_keys_pass() -> None:
    for _ in range(2_000):
        assert weakness(secrets.token_bytes(32)) == ""


@given(st.integers(0, 255), st.integers(0, 255))
def test_counting_from_anywhere_in_any_step_is_weak(start: int, step: int) -> None:
    assert weakness(bytes((start + step * n) % 256 for n in range(32)))


@given(st.binary(min_size=1, max_size=16))
def test_repeating_is_weak(part: bytes) -> None:
    assert weakness((part * 32)[:32])


@given(st.text(min_size=8, max_size=32).filter(lambda text: len(text.encode()) <= 32))
def test_text_is_weak_also_when_filled_up(text: str) -> None:
    assert weakness(text.encode().ljust(32, b"\0"))
    assert weakness(text.encode().ljust(32))


@pytest.mark.parametrize("word", ["secret", "changeme", "password", "cx-portal", ""])
def test_a_hashed_word_is_weak(word: str) -> None:
    assert weakness(hashlib.sha256(word.encode()).digest())


def test_good_secrets_pass_with_or_without_keys_for_the_feed(tmp_path: Path) -> None:
    assert check_secrets(settings(tmp_path)) == []
    full = settings(
        tmp_path,
        CX_FEED_KEYS=f"f1:{random_key()}",
        DATABASE_URL="postgresql://portal:4c2e-91aa-77b0@db/portal",
        REDIS_URL="redis://redis/0",
        SENDGRID_API_KEY=f"SG.{secrets.token_urlsafe(22)}.{secrets.token_urlsafe(43)}",
    )
    assert check_secrets(full) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"CX_ENCRYPTION_KEYS": ""}, "CX_ENCRYPTION_KEYS is not set"),
        ({"CX_HASH_KEYS": ""}, "CX_HASH_KEYS is not set"),
        ({"CX_HASH_KEYS": "h1:c2hvcnQ="}, "CX_HASH_KEYS: key h1 is not 32 base64 bytes"),
        ({"CX_HASH_KEYS": SAME}, "CX_HASH_KEYS: a key has no name"),
        ({"CX_HASH_KEYS": f"far-too-long-a-name:{SAME}"}, "CX_HASH_KEYS: a key has no name"),
        ({"CX_HASH_KEYS": f"h1:{SAME},h1:{random_key()}"}, "two keys are named h1"),
        ({"CX_HASH_KEYS": f"h1:{SAME},h2:{SAME}"}, "h2 of CX_HASH_KEYS is the same as the key h1"),
        (
            {"CX_HASH_KEYS": f"h1:{SAME}", "CX_ENCRYPTION_KEYS": f"k1:{SAME}"},
            "h1 of CX_HASH_KEYS is the same as the key k1 of CX_ENCRYPTION_KEYS",
        ),
        (
            {"CX_FEED_KEYS": f"f1:{SAME}", "CX_HASH_KEYS": f"h1:{SAME}"},
            "f1 of CX_FEED_KEYS is the same as the key h1 of CX_HASH_KEYS",
        ),
        ({"CX_HASH_KEYS": f"demo1:{SAME}"}, "demo1 of CX_HASH_KEYS is named like one of a demo"),
        ({"CX_HASH_KEYS": f"h1:{SAME},Demo2:{random_key()}"}, "Demo2 of CX_HASH_KEYS is named"),
        ({"CX_ENCRYPTION_KEYS": f"k1:{written(bytes(32))}"}, "not random"),
        (
            {"CX_ENCRYPTION_KEYS": f"k1:{SAME},k0:{written(b'correct horse battery staple pass')}"},
            "32",
        ),
        (
            {"CX_ENCRYPTION_KEYS": f"k1:{SAME},k0:{written(b'correct horse battery staple pas')}"},
            "text",
        ),
        ({"CX_FEED_KEYS": f"f1:{written(bytes(range(32)))}"}, "f1 of CX_FEED_KEYS is not random"),
        ({"DATABASE_URL": "postgresql://portal:portal@db/portal"}, "password in DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://a:Ch%61ngeme@db/portal"}, "password in DATABASE_URL"),
        ({"REDIS_URL": "redis://:password@redis/0"}, "password in REDIS_URL"),
        ({"CELERY_BROKER_URL": "amqp://guest:guest@mq//"}, "password in CELERY_BROKER_URL"),
        ({"SENDGRID_API_KEY": "SG.changeme"}, "SENDGRID_API_KEY"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_could_be_guessed_is_refused_by_name_and_never_shown(
    tmp_path: Path, given: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        check_secrets(settings(tmp_path, **given))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert SAME not in str(refused.value)
    assert "changeme" not in str(refused.value).lower()


def test_the_demonstration_is_not_asked(tmp_path: Path) -> None:
    made = Settings(CX_DEMO=True, CX_DATA_DIR=tmp_path, DATABASE_URL="postgresql://a:a@db/a")
    assert check_secrets(made) == []


def test_a_short_key_for_signing_in_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "client.pem"
    for bits, fits in ((1024, False), (2048, True)):
        made = rsa.generate_private_key(65537, bits)
        path.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        if fits:
            assert check_secrets(settings(tmp_path, OIDC_PRIVATE_KEY_FILE=str(path))) == []
        else:
            with pytest.raises(SettingsError, match="fewer than 2048 bits"):
                check_secrets(settings(tmp_path, OIDC_PRIVATE_KEY_FILE=str(path)))
    path.write_text("no key")
    with pytest.raises(SettingsError, match="no RSA key"):
        check_secrets(settings(tmp_path, OIDC_PRIVATE_KEY_FILE=str(path)))
