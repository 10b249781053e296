"""What every answer carries."""

from __future__ import annotations

import re

import pytest

from e2e.person import Person

PAGES = ["/", "/es", "/help", "/account", "/es/account/cases/add", "/officer", "/no-such-page"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_locked_down(person: Person, path: str) -> None:
    headers = person.page.request.get(person.portal.url + path).headers
    policy = headers["content-security-policy"]
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert scripts is not None
    assert "unsafe" not in scripts[1]
    assert "'sha256-" in scripts[1]
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in {"same-origin", "no-referrer"}


@pytest.mark.parametrize("path", ["/account", "/es/account", "/officer", "/demo/mailbox"])
def test_private_pages_are_never_cached(person: Person, path: str) -> None:
    headers = person.page.request.get(person.portal.url + path).headers
    assert headers["cache-control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts(person: Person) -> None:
    person.signs_in("Dolores Reyes-Méndez")
    [cookie] = [c for c in person.page.context.cookies() if c["name"] == "cx_session"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert "cx_session" not in person.page.evaluate("document.cookie")


def test_a_foreign_form_signs_nobody_out(person: Person) -> None:
    person.signs_in("Dolores Reyes-Méndez")
    answer = person.page.request.post(
        person.portal.url + "/sign-out",
        form={"csrf": "guessed"},
        headers={"Origin": "https://elsewhere.example"},
        max_redirects=0,
    )
    assert answer.status == 403
    person.opens("/account")
    person.sees("Dolores Reyes-Méndez")
