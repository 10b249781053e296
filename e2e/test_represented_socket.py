"""Who represents whom, over the raw socket: every handler of people and representatives is sent the
ids of somebody's client, by everybody who has no part in it. What comes back must be what comes
back for ids that are nobody's; nothing of the client may be in it, and nothing may be done."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from e2e.made_represented import a_client_of_rosa, acts_done, prepared_by_pilar, withdraws
from e2e.person import Person
from e2e.portal import PROJECT, Portal
from e2e.test_raw_socket import ROOT, Socket, cookies_of

LIST = """
import inspect, json, re
from pathlib import Path
from cx_app.cx_app import app
from cx_app.security.door import access_of
from reflex_base.registry import RegistrationContext
fields = set()
for file in Path("cx_app/state").rglob("*.py"):
    fields |= set(re.findall(r'(?:form|typed|given)(?:.get[(]|[[])"(\\w+)"', file.read_text()))
found = []
for name, one in RegistrationContext.get().event_handlers.items():
    takes = list(inspect.signature(one.handler.fn).parameters.values())[1:]
    kinds = {each.name: str(each.annotation).split("[")[0] for each in takes}
    found.append([name, access_of(one.handler.fn), kinds])
print(json.dumps([sorted(fields), found]))
"""
TAGS = {"customer", "asker", "representative_only"}
PLACES = ("___account___", "___representative___")
CASE_LOAD = f"{ROOT}.cx_app___state___account___cases____case_state.load"
MORE_FIELDS = ("case", "case_id", "party", "appointment", "representation", "receipt")

AT_RANDOM = r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{12,}\b|\b[0-9A-F]{8}\b|\d{4}-\d\d-\d\dT[\d:.+Z]+"
"""Ids, keys of forms, references of errors, and instants: they differ from one answer to the
next."""
ROSA, PILAR, LEO = "Rosa Delgado", "Pilar Ortega", "Leo Fischer"


@dataclass(frozen=True)
class Call:
    name: str
    kinds: dict[str, str]

    @property
    def thing(self) -> str:
        """What the page of it shows."""
        kinds = ("biometrics", "prepared_state")
        found = next((one for one in kinds if one in self.name), "case")
        return found.removesuffix("_state")

    def path(self, things: dict[str, str]) -> str:
        page = {
            "biometrics": "/account/biometrics",
            "prepared": "/attorney/prepared",
            "case": "/account/cases",
        }
        return f"{page[self.thing]}/{things[self.thing]}"

    def payload(self, things: dict[str, str], fields: list[str]) -> dict[str, object]:
        thing = things[self.thing]
        form = {name: things.get(name.removesuffix("_id"), thing) for name in fields}
        form |= {f"pick-{things['prepared']}": "1"}  # a row of the queue
        form |= {name: "" for name in fields if "receipt" in name}  # anybody may follow a case
        form |= {name: "Somebody" for name in fields if "name" in name}  # comes back as typed
        values: dict[str, object] = {"int": 1, "bool": True, "dict": form, "list": [thing]}
        return {name: values.get(kind, thing) for name, kind in self.kinds.items()}


@pytest.fixture(scope="module")
def calls(portal: Portal) -> tuple[list[str], list[Call]]:
    """The fields of all forms, and every handler of people, read from the code itself."""
    said = subprocess.run(
        [sys.executable, "-c", LIST],
        cwd=PROJECT,
        env={**portal.environment, "__REFLEX_SKIP_COMPILE": "true"},
        capture_output=True,
        text=True,
        check=True,
    )
    fields, found = json.loads(said.stdout.splitlines()[-1])
    made = [
        Call(name, kinds)
        for name, access, kinds in found
        if access in TAGS
        and any(place in name for place in PLACES)
        and not name.endswith("team_state.make")  # of one's own alone, and another journey's
    ]
    assert len(made) > 100
    return sorted({*fields, *MORE_FIELDS}), made


def nobodys(things: dict[str, str]) -> dict[str, str]:
    """The same kinds of things, of which there are none."""
    return {name: str(uuid.uuid4()) for name in things} | {
        "receipt": "IOE0099999999",
        "name": "Nobody",
    }


def said(portal: Portal, cookie: str, call: Call, things: dict[str, str], fields: list[str]) -> str:
    """What a tab ends up with that does nothing but this, without what tells the ids apart. By how
    many messages it came there is chance."""
    socket = Socket(portal, cookie)
    shown: dict[str, dict[str, object]] = {}
    to_do: list[object] = []
    for one in socket.answers(call.name, call.payload(things, fields), call.path(things)):
        for state, values in (one.get("delta") or {}).items():
            shown.setdefault(state, {}).update(values)
        to_do += one.get("events") or []
    socket.close()
    shown.pop(ROOT, None)  # what the tab itself said of its connection
    return re.sub(AT_RANDOM, "X", json.dumps([shown, to_do], sort_keys=True))


def test_the_client_of_another_cannot_be_told_from_nobody(
    portal: Portal, calls: tuple[list[str], list[Call]], new_person: Callable[..., Person]
) -> None:
    things = prepared_by_pilar(portal, a_client_of_rosa(portal, "Xiomara"))
    before = acts_done(portal)
    leo = new_person()
    leo.signs_in(LEO, "/attorney")
    cookie = cookies_of(leo)
    fields, found = calls
    told_apart, named = [], []
    for call in found:
        # The first of a kind may change something of one's own, such as making one's team.
        before_it = said(portal, cookie, call, nobodys(things), fields)
        theirs = said(portal, cookie, call, things, fields)
        missing = said(portal, cookie, call, nobodys(things), fields)
        if theirs not in (before_it, missing):
            told_apart.append((call.name, theirs[:400], missing[:400]))
        if things["receipt"] in theirs or "Ferreira" in theirs:
            named.append(call.name)
    assert told_apart == []
    assert named == []
    assert acts_done(portal) == before


def test_a_paralegal_submits_nothing(
    portal: Portal, calls: tuple[list[str], list[Call]], new_person: Callable[..., Person]
) -> None:
    """They read the case, as their representatives do, and nothing that they send is done."""
    things = prepared_by_pilar(portal, a_client_of_rosa(portal, "Yolanda"))
    before = acts_done(portal)
    pilar = new_person()
    pilar.signs_in(PILAR, "/attorney")
    cookie = cookies_of(pilar)
    fields, found = calls
    socket = Socket(portal, cookie)
    page = json.dumps(list(socket.answers(CASE_LOAD, {}, f"/account/cases/{things['case']}")))
    assert things["receipt"] in page
    for call in found:
        if not call.name.endswith(("leave", "team_state.decline")):
            list(socket.answers(call.name, call.payload(things, fields), call.path(things)))
    socket.close()
    assert acts_done(portal) == before


def test_who_withdrew_does_nothing_from_an_open_tab(
    portal: Portal, calls: tuple[list[str], list[Call]], new_person: Callable[..., Person]
) -> None:
    things = prepared_by_pilar(portal, a_client_of_rosa(portal, "Zenobia"))
    rosa = new_person()
    rosa.signs_in(ROSA, "/attorney")
    fields, found = calls
    socket = Socket(portal, cookies_of(rosa))
    where = f"/account/cases/{things['case']}"
    assert things["receipt"] in json.dumps(list(socket.answers(CASE_LOAD, {}, where)))
    withdraws(portal, things["representation"])
    before = acts_done(portal)
    assert things["receipt"] not in json.dumps(list(socket.answers(CASE_LOAD, {}, where)))
    named = []
    for call in found:
        if call.name.endswith("leave"):
            continue
        answers = list(socket.answers(call.name, call.payload(things, fields), call.path(things)))
        if "Zenobia" in json.dumps(answers) and "messages" not in call.name:
            named.append(call.name)
    socket.close()
    assert named == []
    assert acts_done(portal) == before
