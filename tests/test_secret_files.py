"""Secrets may come from files, as container platforms mount them; the demo makes its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cx_app.security.strength import check_secrets
from cx_app.settings import FROM_FILES, KEYRINGS, PROJECT, Settings, SettingsError, setting_name
from tests.together import together


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text("sqlite:///from-a-file\n")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("name", FROM_FILES)
def test_each_secret_may_come_from_a_file(
    name: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{name}_FILE", str(file))
    settings = Settings()
    [field] = [
        key
        for key, info in Settings.model_fields.items()
        if setting_name(name) in (info.validation_alias, key)
    ]
    value = getattr(settings, field)
    shown = value if isinstance(value, str) else value.get_secret_value()
    assert shown == "sqlite:///from-a-file"


def test_every_secret_is_among_them() -> None:
    secrets = {
        str(info.validation_alias or key).upper()
        for key, info in Settings.model_fields.items()
        if "SecretStr" in str(info.annotation)
    }
    assert secrets <= set(FROM_FILES)


def test_two_answers_to_one_question_are_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://one")
    monkeypatch.setenv("REDIS_URL_FILE", str(file))
    with pytest.raises(SettingsError, match="REDIS_URL and REDIS_URL_FILE are both set"):
        Settings()


@pytest.mark.parametrize(("content", "why"), [(None, "No such file"), (b"\xff\xfe", "not text")])
def test_a_file_that_cannot_be_read_ends_the_process_with_one_line(
    content: bytes | None, why: str, tmp_path: Path
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    ended = subprocess.run(
        [sys.executable, "-m", "cx_app.cli", "--help"],
        env={**os.environ, "CX_HASH_KEYS_FILE": str(path)},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("cx: CX_HASH_KEYS_FILE names a file that cannot be read: ")
    assert why in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_others_may_not_write_a_secret_and_should_not_read_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL_FILE", str(file))
    assert check_secrets(Settings()) == []
    file.chmod(0o644)
    [warning] = check_secrets(Settings())
    assert "may read the file of DATABASE_URL_FILE" in warning
    file.chmod(0o606)
    with pytest.raises(SettingsError, match="may write the file of DATABASE_URL_FILE"):
        check_secrets(Settings())


def test_what_an_older_demo_lacks_is_added_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "demo-secrets.json"
    old = {"encryption_keys": "demo1:a", "hash_keys": "demo1:b"}
    path.write_text(json.dumps(old))
    assert Settings(CX_DATA_DIR=tmp_path).feed_keyring.startswith("demo1:")
    kept = json.loads(path.read_text())
    assert kept | old == kept
    assert set(kept) == set(KEYRINGS)


def test_demos_that_start_together_agree_on_their_secrets(tmp_path: Path) -> None:
    for turn in range(20):
        folder = tmp_path / str(turn)
        made = [Settings(CX_DATA_DIR=folder) for _ in range(4)]
        rings = together(*((lambda s=s: s.hash_keyring + s.feed_keyring) for s in made))
        assert len(set(rings)) == 1
        path = folder / "demo-secrets.json"
        assert path.stat().st_mode & 0o777 == 0o600
        assert made[0].hash_keyring == json.loads(path.read_text())["hash_keys"]
