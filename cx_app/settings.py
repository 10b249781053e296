"""What differs between installations: environment variables, read once into typed settings.

Secrets are never defaulted. They come from the environment or from files (`X_FILE` for X). In the
demo they are generated on first start and kept in the data folder; outside it start-up refuses
without them (`security.strength`).
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
import sys
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PROJECT: Final = Path(__file__).resolve().parent.parent
FROM_FILES: Final = (
    "CX_ENCRYPTION_KEYS",
    "CX_HASH_KEYS",
    "CX_FEED_KEYS",
    "SENDGRID_API_KEY",
    "TWILIO_AUTH_TOKEN",
    "DATABASE_URL",
    "REDIS_URL",
    "CELERY_BROKER_URL",
)
"""The secrets. Each may be given as a file instead, named by the same name with `_FILE`."""
KEYRINGS: Final = ("encryption_keys", "hash_keys", "feed_keys")


class SettingsError(RuntimeError):
    """A setting is missing or unsafe; the message says which and what to do."""


def secret_files() -> dict[str, Path]:
    """The files that secrets come from: name of the setting -> file."""
    given = {name: os.environ.get(f"{name}_FILE", "") for name in FROM_FILES}
    return {name: Path(path) for name, path in given.items() if path}


class SecretFiles(PydanticBaseSettingsSource):
    """The contents of the files that `X_FILE` variables name, without a line end."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        return {setting_name(name): _contents(name, path) for name, path in secret_files().items()}


def setting_name(name: str) -> str:
    """The name under which a setting is validated, from that of its variable."""
    return name if name.startswith("CX_") else name.lower()


def _contents(name: str, path: Path) -> str:
    if os.environ.get(name):
        raise SettingsError(f"{name} and {name}_FILE are both set; take one of them away.")
    try:
        return path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise SettingsError(f"{name}_FILE names a file that cannot be read: {reason}.") from error


class Settings(BaseSettings):
    """Field names are the environment variables, in lower case."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    demo: bool = Field(default=True, validation_alias="CX_DEMO")
    data_dir: Path = Field(default=PROJECT / ".data", validation_alias="CX_DATA_DIR")
    public_url: str = Field(default="http://localhost:3000", validation_alias="CX_PUBLIC_URL")
    host: str = Field(default="127.0.0.1", validation_alias="CX_HOST")
    listen_port: int = Field(default=0, validation_alias="CX_PORT")
    """0 means the port of `public_url`; behind a proxy the two differ."""
    workers: int = Field(default=1, ge=1, validation_alias="CX_WORKERS")
    """Web processes; more than one need REDIS_URL."""
    trusted_proxies: str = Field(default="", validation_alias="CX_TRUSTED_PROXIES")
    """Comma-separated networks whose X-Forwarded-For counts."""

    service_name: str = Field(default="CX Portal", validation_alias="CX_SERVICE_NAME")
    agency_name: str = Field(
        default="Meridian Immigration Agency", validation_alias="CX_AGENCY_NAME"
    )
    agency_phone: str = Field(default="1-555-0100", validation_alias="CX_AGENCY_PHONE")
    other_help_name: str = Field(
        default="Immigration Services Advocate", validation_alias="CX_OTHER_HELP_NAME"
    )
    """Who outside the agency hears from people about it: the Ombudsman, or who takes that place."""
    other_help_url: str = Field(default="", validation_alias="CX_OTHER_HELP_URL")
    other_help_phone: str = Field(default="1-555-0111", validation_alias="CX_OTHER_HELP_PHONE")
    omb_control_number: str = Field(default="", validation_alias="CX_AGENCY_OMB_CONTROL_NUMBER")
    """Of the feedback, where the law asks for one; it stands beside the questions."""
    map_url: str = Field(
        default="https://www.openstreetmap.org/search?query=", validation_alias="CX_MAP_URL"
    )
    """Shows a place; its address is put at the end."""
    inquiry_url: str = Field(default="/help", validation_alias="CX_INQUIRY_URL")
    """Where people ask the agency about a case that takes too long (MP-6)."""
    quick_exit_url: str = Field(
        default="https://www.weather.gov/", validation_alias="CX_QUICK_EXIT_URL"
    )

    database_url: str = ""
    redis_url: str = ""
    celery_broker_url: str = ""

    encryption_keys: SecretStr = Field(default=SecretStr(""), validation_alias="CX_ENCRYPTION_KEYS")
    """`id:base64` pairs of 32-byte keys, newest first, comma-separated."""
    hash_keys: SecretStr = Field(default=SecretStr(""), validation_alias="CX_HASH_KEYS")
    feed_keys: SecretStr = Field(default=SecretStr(""), validation_alias="CX_FEED_KEYS")
    """Shared with the agency's systems, which sign what they send and check what they fetch."""

    oidc_issuer: str = ""
    oidc_client_id: str = "cx-portal"
    oidc_staff_client_id: str = "cx-portal-staff"
    oidc_private_key_file: Path | None = None
    oidc_acr_values: str = "urn:acr.login.gov:auth-only http://idmanagement.gov/ns/assurance/aal/2"
    oidc_staff_acr_values: str = (
        "urn:acr.login.gov:auth-only "
        "http://idmanagement.gov/ns/assurance/aal/2?phishing_resistant=true"
    )
    oidc_accepted_acr: str = ""
    oidc_staff_accepted_acr: str = ""
    """The `acr` answers that are strong enough. Left empty: for people any of those asked for,
    for staff only the last one, which names the strongest."""
    oidc_port: int = Field(default=3001, validation_alias="CX_DEMO_OIDC_PORT")

    sendgrid_api_key: SecretStr = SecretStr("")
    sendgrid_host: str = "https://api.sendgrid.com"
    sendgrid_webhook_key: str = ""
    """The public key under which SendGrid signs what it reports."""
    mail_from: str = Field(default="no-reply@portal.example", validation_alias="CX_MAIL_FROM")
    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_from: str = ""
    """The number, short code or messaging service (MG…) that texts come from: a setting and never
    a constant, since it changes (TA-14)."""
    twilio_host: str = ""
    print_folder: Path | None = Field(default=None, validation_alias="CX_PRINT_FOLDER")
    """Where batches of letters are put for a print provider; without it staff fetch them."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, SecretFiles(settings_cls)

    @cached_property
    def public_origin(self) -> str:
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @cached_property
    def port(self) -> int:
        parts = urlsplit(self.public_url)
        return self.listen_port or parts.port or (443 if parts.scheme == "https" else 80)

    @cached_property
    def secure(self) -> bool:
        """Whether people reach the portal over https; cookies and HSTS follow it."""
        return self.public_url.startswith("https://")

    @cached_property
    def texts_by_twilio(self) -> bool:
        return bool(self.twilio_account_sid and self.twilio_auth_token.get_secret_value())

    @cached_property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'portal.db'}"

    @cached_property
    def issuer(self) -> str:
        return self.oidc_issuer or (f"http://localhost:{self.oidc_port}" if self.demo else "")

    @cached_property
    def oidc_key_file(self) -> Path:
        return self.oidc_private_key_file or self.data_dir / "oidc-client.pem"

    @cached_property
    def encryption_keyring(self) -> str:
        return self._secret("encryption_keys", self.encryption_keys)

    @cached_property
    def hash_keyring(self) -> str:
        return self._secret("hash_keys", self.hash_keys)

    @cached_property
    def feed_keyring(self) -> str:
        return self._secret("feed_keys", self.feed_keys)

    def _secret(self, name: str, given: SecretStr) -> str:
        if given.get_secret_value():
            return given.get_secret_value()
        if not self.demo:
            raise SettingsError(
                f"CX_{name.upper()} is not set; see docs/operations.md, 'Keys', to make one."
            )
        return _demo_secrets(self.data_dir)[name]


def _demo_secrets(data_dir: Path) -> dict[str, str]:
    """Random keys of this demo, each made once; what a file of an older demo lacks is added."""
    path = data_dir / "demo-secrets.json"
    known = _kept(path)
    if all(name in known for name in KEYRINGS):
        return known
    data_dir.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # of two processes that start together, one makes them
        known = _kept(path)
        missing = [name for name in KEYRINGS if name not in known]
        if missing:
            made = {name: f"demo1:{random_key()}" for name in missing}
            draft = path.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(known | made))
            os.replace(draft, path)
        return _kept(path)


def _kept(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text())) if path.exists() else {}


def random_key() -> str:
    """32 random bytes in base64, as keyrings hold them."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _read_settings() -> Settings:
    """Ends the process with one line when a file of a secret cannot be read."""
    try:
        return Settings()
    except SettingsError as error:
        sys.exit(f"cx: {error}")


settings = _read_settings()
