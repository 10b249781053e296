"""Where a request comes from, and whom to believe about it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.security import network
from cx_app.security.network import UNKNOWN, network_of
from cx_app.security.pace import Pace
from cx_app.settings import Settings

PROXIES = "10.0.0.0/8, 2001:db8:ffff::/48"


@pytest.fixture
def behind_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CX_TRUSTED_PROXIES", PROXIES)
    monkeypatch.setattr(network, "settings", Settings())


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", UNKNOWN),
        ("not an address", UNKNOWN),
    ],
)
def test_an_address_or_its_64(peer: str, expected: str) -> None:
    assert network_of(peer, {}) == expected


def test_nobody_is_believed_who_is_not_a_proxy_of_ours(behind_proxies: None) -> None:
    assert network_of("203.0.113.7", {"x-forwarded-for": "198.51.100.1"}) == "203.0.113.7"


def test_without_proxies_the_header_never_counts() -> None:
    assert network_of("127.0.0.1", {"x-forwarded-for": "198.51.100.1"}) == "127.0.0.1"


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("6.6.6.6, 198.51.100.1, 10.9.9.9", "198.51.100.1"),
        ("6.6.6.6,  198.51.100.1 ,2001:db8:ffff::1", "198.51.100.1"),
        ("6.6.6.6, nonsense", UNKNOWN),
        ("", "10.0.0.1"),
        (" , ", "10.0.0.1"),
        ("10.0.0.9, 10.0.0.8", "10.0.0.9"),
    ],
)
def test_the_last_address_that_is_not_ours(
    behind_proxies: None, forwarded: str, expected: str
) -> None:
    assert network_of("10.0.0.1", {"x-forwarded-for": forwarded}) == expected


@given(st.text(max_size=60), st.text(max_size=60))
def test_anything_at_all_gives_an_answer(peer: str, forwarded: str) -> None:
    assert network_of(peer, {"x-forwarded-for": forwarded})


def test_a_pace_is_kept_for_each_subject_alone() -> None:
    pace = Pace(3)
    assert [pace.allows("a") for _ in range(5)] == [True, True, True, False, False]
    assert pace.allows("b")


def test_a_pace_forgets_who_came_longest_ago_when_there_are_too_many() -> None:
    pace = Pace(1)
    assert pace.allows("first")
    for n in range(10_000):
        pace.allows(str(n))
    assert pace.allows("first")
