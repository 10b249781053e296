"""A proxy of ours is known by its IPv4 address also on a dual-stack socket."""

from __future__ import annotations

import pytest

from cx_app.security import network
from cx_app.security.network import network_of
from cx_app.settings import Settings


def test_a_mapped_proxy_is_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_TRUSTED_PROXIES", "10.0.0.0/8")
    monkeypatch.setattr(network, "settings", Settings())
    assert network_of("::ffff:10.0.0.1", {"x-forwarded-for": "198.51.100.1"}) == "198.51.100.1"
