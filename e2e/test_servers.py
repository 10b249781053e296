"""The same portal on PostgreSQL and Redis, with two web workers: nothing else changes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from e2e.person import Person
from e2e.portal import Portal, free_port, running
from e2e.test_raw_socket import CASES_LOAD, reads_what_a_stolen_token_gives
from tests import postgres


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("redis-server")
    assert program, "redis-server is missing"
    port = free_port()
    folder = tmp_path_factory.mktemp("redis")
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            stdout=log,
            stderr=log,
        )
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Portal]:
    folder: Path = tmp_path_factory.mktemp("servers")
    with postgres.server() as socket:
        postgres.administer(postgres.url(socket, "postgres"), "CREATE DATABASE portal")
        with running(
            folder,
            DATABASE_URL=postgres.url(socket, "portal"),
            REDIS_URL=redis_url,
            CX_WORKERS="2",
        ) as started:
            yield started


def test_from_the_letter_to_the_case(new_person: Callable[..., Person]) -> None:
    """Several tabs, so that both workers take part."""
    person = new_person()
    code = person.reads_code_for("IOE0912000011")
    person.signs_in("Amina Karimi", "/account/cases/add")
    person.types_a_code("IOE0912000011", code, ("3", "14", "1991"))
    person.sees("The case is in your account")
    for _tab in range(4):
        tab = Person(person.page.context.new_page(), person.portal)
        tab.opens("/account")
        tab.sees("IOE0912000011")
    person.opens("/account/messages")
    person.sees("A case was added to your account")


def test_the_token_of_a_tab_gives_nothing_without_its_session(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    """Redis keeps a tab's state for an hour, for whoever knows its token."""
    person = new_person()
    person.signs_in("Dolores Reyes-Méndez")
    mine, stolen = reads_what_a_stolen_token_gives(portal, person, CASES_LOAD)
    assert "IOE0912000055" in mine
    assert "is_hydrated" in stolen
    assert "IOE0912000055" not in stolen
    assert "Dolores" not in stolen
