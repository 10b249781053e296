"""Where a sign-in leads afterwards: to a page of ours, whatever was asked for."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.services.identity.sign_in import local_path

OURS = [
    "/",
    "/account",
    "/es/account/cases/add?x=1&y=%2F%2Fevil.example#top",
    "/account/cases/0192f0c1-0000-7000-8000-000000000000",
    "/account?next=//evil.example",
    "/account/.hidden",
    "/signed-out",
]
NOT_OURS = [
    "",
    "account",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/account\\..\\x",
    "https://evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    " /account",
    "/account x",
    "/\t/evil.example",
    "/\n/evil.example",
    "/account\r\nSet-Cookie: a=b",
    "/account\x00",
    "/account\x7f",
    "/cuenta/ñ",
    "/..//evil.example",
    "/.//evil.example",
    "/account/../../x",
    "/account//evil.example",
    "/./account",
    "/sign-in",
    "/sign-in?next=/sign-in",
    "/staff/sign-in",
    "/es/sign-in-problem",
    "/sign-out",
    "/" + "x" * 500,
]


@pytest.mark.parametrize("path", OURS)
def test_a_page_of_ours_is_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize("path", NOT_OURS)
def test_nothing_else_is(path: str) -> None:
    assert local_path(path) == ""


@given(st.text(max_size=40) | st.from_regex(r"/[/\\.%2f@:a-z?#]*", fullmatch=True))
def test_whatever_is_kept_stays_here(path: str) -> None:
    kept = local_path(path)
    target = urlsplit(urljoin("https://portal.example/sign-in", kept or "/"))
    assert (target.scheme, target.netloc) == ("https", "portal.example")
    assert not target.path.startswith("//")
