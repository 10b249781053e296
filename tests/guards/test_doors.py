"""Whatever a browser can call has exactly one door, and without one it is not called."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from cx_app.api import ROUTES
from cx_app.security.door import Access, access_of
from cx_app.state.door import FRAMEWORK, Door

SETTER = "setvar"
"""Reflex adds this one to each state. It has no tag, and so nobody may call it."""


@pytest.fixture(scope="module")
def handlers() -> dict[str, Any]:
    """Every event handler of the composed app: name -> function."""
    from cx_app import cx_app  # noqa: F401

    registered = RegistrationContext.get().event_handlers
    return {name: one.handler.fn for name, one in registered.items()}


def is_ours(function: Any) -> bool:
    return inspect.unwrap(function).__module__.startswith("cx_app.")


def test_every_handler_of_ours_has_a_door(handlers: dict[str, Any]) -> None:
    ours = {name: fn for name, fn in handlers.items() if is_ours(fn)}
    assert len(ours) > 10
    assert [name for name, fn in ours.items() if access_of(fn) is None] == []


def test_visitors_fill_in_the_form_for_a_visit_and_not_the_one_for_a_call(
    handlers: dict[str, Any],
) -> None:
    """Both are the same form in steps; the doors of its handlers are not."""
    doors = {
        form: {
            access_of(fn)
            for name, fn in handlers.items()
            if f".{form}_form_state." in f".{name.split('____')[-1]}" and is_ours(fn)
        }
        for form in ("appointment", "callback")
    }
    assert doors == {"appointment": {Access.ASKER}, "callback": {Access.CUSTOMER}}


def test_nothing_of_ours_passes_as_the_framework_s(handlers: dict[str, Any]) -> None:
    assert [name for name in FRAMEWORK if name in handlers and is_ours(handlers[name])] == []
    assert not [name for name in FRAMEWORK if name.endswith(SETTER)]


def test_the_door_refuses_every_handler_without_a_tag(handlers: dict[str, Any]) -> None:
    untagged = [n for n, fn in handlers.items() if access_of(fn) is None and n not in FRAMEWORK]
    assert any(name.endswith(SETTER) for name in untagged)
    for name in [*untagged, "no_such_state.no_such_handler", ""]:
        event = Event(name=name, payload={"var_name": "is_staff", "value": True})
        refused = asyncio.run(Door().preprocess(None, None, event))
        assert refused is not None, name
        assert not refused.delta
        assert not refused.events


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_every_endpoint_has_a_door(route: Any) -> None:
    assert access_of(route.endpoint) in set(Access)
