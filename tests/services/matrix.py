"""Services replayed by everybody: what each says, and that none is left out."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Any
from uuid import UUID

from sqlmodel import Session

from cx_app import database as db
from cx_app.domain.errors import PortalError
from cx_app.domain.identity import Actor
from tests.sql import statements

Act = Callable[[Session, Actor, UUID], Any]


def services_of(package: ModuleType) -> set[str]:
    """All public ones that act for somebody, as `module.function`."""
    found = set()
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            takes = list(inspect.signature(function).parameters)[:2]
            if function.__module__ == loaded.__name__ and takes == ["session", "actor"]:
                found.add(f"{module.name}.{name}")
    return {one for one in found if not one.split(".")[1].startswith("_")}


def answer(act: Act, actor: Actor, thing: UUID) -> tuple[str, int]:
    """What was said, and how many statements it took; nothing of it stays."""
    with statements() as seen:
        try:
            with db.write() as session:
                said = repr(act(session, actor, thing))
                session.rollback()
        except PortalError as refused:
            said = f"{type(refused).__name__}: {refused}"
    return said, len(seen)
