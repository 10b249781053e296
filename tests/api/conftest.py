"""An issuer that says what a test wants it to say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cx_app.api import sign_in
from cx_app.gateways.identity_provider import Oidc
from cx_app.security.pace import Pace
from tests import issuer as issuers
from tests.issuer import Issuer


@pytest.fixture
def issuer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    with issuers.serving() as running:
        oidc = Oidc(running.settings(tmp_path))
        monkeypatch.setattr(sign_in, "provider", lambda: oidc)
        monkeypatch.setattr(sign_in, "starts", Pace(per_minute=60))
        yield running
