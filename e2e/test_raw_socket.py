"""Any client can send any event: every handler replayed over the socket, as everyone.

No page is opened: the events go to the socket as an attacker would send them. What a refused
handler must not do is answer with anything of its own state.
"""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from websockets.sync.client import ClientConnection, connect

from e2e.person import Person
from e2e.portal import PROJECT, Portal

LIST = """
import inspect, json
from cx_app.cx_app import app
from cx_app.security.door import access_of
from reflex_base.registry import RegistrationContext
print(json.dumps([
    [name, access_of(found.handler.fn), list(inspect.signature(found.handler.fn).parameters)[1:]]
    for name, found in RegistrationContext.get().event_handlers.items()
]))
"""
ROOT = "reflex___state____state"
PROBLEM = f"{ROOT}.cx_app___state___session____session_state.show_problem"
CASES_LOAD = f"{ROOT}.cx_app___state___account___cases____cases_state.load"
VALUES = {"form": {}, "minutes": 0, "name": "receipt", "value": "x", "reference": "R"}
ALLOWED = {
    "nobody": {"public", "demo"},
    "Tomás Albuquerque": {"public", "demo", "signed_in", "customer", "asker"},
    "Rosa Delgado": {"public", "demo", "signed_in", "customer", "asker", "representative_only"},
    "Owen Clark": {"public", "demo", "signed_in", "officer_only"},
    "Samira Haddad": {"public", "demo", "signed_in", "officer_only", "supervisor_only"},
    "Ada Lindqvist": {
        *("public", "demo", "signed_in"),
        *("officer_only", "supervisor_only", "admin_only"),
    },
}
STAFF = {"Owen Clark", "Samira Haddad", "Ada Lindqvist"}


@dataclass(frozen=True)
class Handler:
    name: str
    access: str | None
    parameters: list[str]

    @property
    def state(self) -> str:
        return self.name.rpartition(".")[0]


@pytest.fixture(scope="module")
def handlers(portal: Portal) -> list[Handler]:
    listed = subprocess.run(
        [sys.executable, "-c", LIST],
        cwd=PROJECT,
        env={**portal.environment, "__REFLEX_SKIP_COMPILE": "true"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = [Handler(*one) for one in json.loads(listed.stdout.splitlines()[-1])]
    return [one for one in found if ".cx_app___" in one.name]


class Socket:
    """A tab without a browser."""

    def __init__(self, portal: Portal, cookie: str, token: str = "", **headers: str) -> None:
        address = portal.url.replace("http", "ws")
        token = token or str(uuid.uuid4())
        self._connection: ClientConnection = connect(
            f"{address}/_event/?token={token}&EIO=4&transport=websocket",
            additional_headers={"Cookie": cookie, **headers},
            max_size=None,
            legacy=True,
        )
        self._connection.recv(10)
        self._connection.send("40/_event,")
        self._connection.recv(10)

    def send(self, name: str, payload: dict[str, object], path: str = "/account") -> None:
        event = {
            "name": name,
            "payload": payload,
            "router_data": {"pathname": path, "query": {}, "asPath": path},
        }
        self._connection.send("42/_event," + json.dumps(["event", event]))

    def answers(
        self, name: str, payload: dict[str, object], path: str = "/account"
    ) -> Iterator[dict[str, object]]:
        """Everything said until the answer to a later event of everyone's comes back."""
        mark = uuid.uuid4().hex[:12]
        self.send(name, payload, path)
        self.send(PROBLEM, {"reference": mark})
        while True:
            message = str(self._connection.recv(20))
            if message == "2":
                self._connection.send("3")
                continue
            if not message.startswith("42/_event,"):
                continue
            kind, body = json.loads(message.removeprefix("42/_event,"))
            if kind != "event":
                continue
            body = json.loads(body) if isinstance(body, str) else body
            yield body
            if mark in message:
                return

    def close(self) -> None:
        self._connection.close()


def cookies_of(person: Person) -> str:
    return "; ".join(f"{c['name']}={c['value']}" for c in person.page.context.cookies())


@pytest.mark.parametrize("who", ALLOWED)
def test_every_handler_as_everyone(
    portal: Portal, handlers: list[Handler], new_person: Callable[..., Person], who: str
) -> None:
    cookie = ""
    if who != "nobody":
        person = new_person()
        person.signs_in(who, "/officer" if who in STAFF else "/account")
        cookie = cookies_of(person)
    assert len(handlers) > 20
    socket = Socket(portal, cookie)
    list(socket.answers(PROBLEM, {"reference": "first"}))
    leaked, silent = [], []
    for handler in handlers:
        payload = {name: VALUES.get(name, "x") for name in handler.parameters}
        said = list(socket.answers(handler.name, payload))
        of_its_own = any(handler.state in (one.get("delta") or {}) for one in said)
        allowed = handler.access in ALLOWED[who]
        if of_its_own and not allowed and "session_state" not in handler.state:
            leaked.append(handler.name)
        if allowed and handler.name.endswith(".load") and not said:
            silent.append(handler.name)
    socket.close()
    assert leaked == []
    assert silent == []


def test_nobody_is_sent_to_sign_in(portal: Portal, handlers: list[Handler]) -> None:
    socket = Socket(portal, "")
    said = json.dumps(list(socket.answers(CASES_LOAD, {})))
    socket.close()
    assert "_redirect" in said
    assert "/sign-in?next=/account" in said


def test_a_session_that_ended_does_nothing_on_an_open_socket(
    portal: Portal, handlers: list[Handler], new_person: Callable[..., Person]
) -> None:
    person = new_person()
    person.signs_in("Dolores Reyes-Méndez")
    socket = Socket(portal, cookies_of(person))
    before = json.dumps(list(socket.answers(CASES_LOAD, {})))
    assert "IOE0912000055" in before
    person.signs_out()
    after = json.dumps(list(socket.answers(CASES_LOAD, {})))
    socket.close()
    assert "IOE0912000055" not in after
    assert "_redirect" in after


def reads_what_a_stolen_token_gives(portal: Portal, person: Person, load: str) -> tuple[str, str]:
    """What the owner of a tab is told, and what somebody is told who has only the tab's token."""
    token = str(uuid.uuid4())
    owner = Socket(portal, cookies_of(person), token)
    mine = json.dumps(list(owner.answers(load, {})))
    owner.close()
    thief = Socket(portal, "", token)
    said = [*thief.answers(PROBLEM, {"reference": "x"}), *thief.answers(f"{ROOT}.hydrate", {})]
    thief.close()
    return mine, json.dumps(said)


def test_the_token_of_a_tab_gives_nothing_without_its_session(
    portal: Portal, handlers: list[Handler], new_person: Callable[..., Person]
) -> None:
    person = new_person()
    person.signs_in("Dolores Reyes-Méndez")
    mine, stolen = reads_what_a_stolen_token_gives(portal, person, CASES_LOAD)
    assert "IOE0912000055" in mine
    assert "is_hydrated" in stolen
    assert "IOE0912000055" not in stolen
    assert "Dolores" not in stolen


def test_a_foreign_page_gets_no_socket(portal: Portal) -> None:
    with pytest.raises(Exception, match=r"HTTP 4|rejected|403|400"):
        Socket(portal, "", Origin="https://elsewhere.example")
