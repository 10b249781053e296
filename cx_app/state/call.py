"""How a handler calls a service: one transaction, off the event loop, in the tab's language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from cx_app import database
from cx_app.domain.identity import Actor
from cx_app.language import Language, of_path, using
from cx_app.security.door import current_actor

P = ParamSpec("P")
R = TypeVar("R")
Service = Callable[Concatenate[Session, Actor, P], R]


async def ask(state: Any, service: Service[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a service that only reads."""
    return await _step(state, database.read, service, *args, **kwargs)


async def do(state: Any, service: Service[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a service that may change something; its refusals are committed too."""
    return await _step(state, database.write, service, *args, **kwargs)


async def do_as(
    state: Any, actor: Actor, service: Service[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """The same for somebody whom the door let in without knowing them."""
    return await _step_as(actor, state, database.write, service, *args, **kwargs)


async def look(
    state: Any, service: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """Call a service that reads what is everybody's, whoever asks."""
    lang = language_of(state)

    def step() -> R:
        with using(lang), database.read() as session:
            return service(session, *args, **kwargs)

    return await asyncio.to_thread(step)


def language_of(state: Any) -> Language:
    """The language of the tab, which is that of its route."""
    return of_path(state.router.url.path)


def last_part(state: Any) -> str:
    """The id at the end of the tab's address; whatever a client claims, services check it."""
    return str(state.router.url.path).rstrip("/").rsplit("/", 1)[-1]


async def _step(
    state: Any,
    transaction: Callable[[], AbstractContextManager[Session]],
    service: Service[P, R],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    return await _step_as(current_actor(), state, transaction, service, *args, **kwargs)


async def _step_as(
    actor: Actor,
    state: Any,
    transaction: Callable[[], AbstractContextManager[Session]],
    service: Service[P, R],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    lang = language_of(state)

    def step() -> R:
        with using(lang), transaction() as session:
            return service(session, actor, *args, **kwargs)

    return await asyncio.to_thread(step)
