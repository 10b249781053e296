"""Keys rotate while people link, follow and type and officers search: nobody notices."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from cx_app import database as db
from cx_app.domain.identity import Actor, Role
from cx_app.services.access_codes.redeem import Redeemed, redeem
from cx_app.services.cases.follow import Followed, follow
from cx_app.services.cases.staff import Search, find_cases
from cx_app.services.drafts.keep import keep_draft, load_draft
from cx_app.services.keys import rotation
from tests import factories
from tests.keys import keys, removable

pytestmark = pytest.mark.usefixtures("database")
RATE = 200
"""Requests a second."""
THREADS = 8


def prepare(count: int) -> Iterator[Callable[[], bool]]:
    """Links, follows, searches and drafts in turn, over rows that the old keys made."""
    for number in range(count):
        with db.write() as session:
            a_number = f"{number:09}"
            filing = factories.filing(session)
            filing.person.a_number = a_number
            filing.person.a_number_hash = factories.fingerprint(a_number, "a_number")
            if number % 8 == 0:
                filing.code.code = None  # mailed: only its hash is left
            session.add_all([filing.person, filing.code])
            stranger = factories.actor_for(factories.account(session))
        officer = Actor(filing.account.id, Role.OFFICER)
        yield [links, follows, finds, keeps][number % 4](filing, stranger, officer, a_number)


def links(filing: factories.Filing, *_others: object) -> Callable[[], bool]:
    def act() -> bool:
        with db.write() as session:
            return redeem(session, filing.actor, filing.claim) == Redeemed(filing.case.id)

    return act


def follows(filing: factories.Filing, stranger: Actor, *_others: object) -> Callable[[], bool]:
    def act() -> bool:
        with db.write() as session:
            answer = follow(session, stranger, filing.case.receipt_number)
            return answer == Followed(filing.case.id)

    return act


def finds(
    _filing: factories.Filing, _stranger: Actor, officer: Actor, a_number: str
) -> Callable[[], bool]:
    def act() -> bool:
        with db.write() as session:
            return len(find_cases(session, officer, Search(a_number=a_number))) == 1

    return act


def keeps(_filing: factories.Filing, stranger: Actor, *_others: object) -> Callable[[], bool]:
    typed = {"receipt": "IOE0912000011"}

    def act() -> bool:
        with db.write() as session:
            keep_draft(session, stranger, "add_case", typed)
        with db.read() as session:
            return load_draft(session, stranger, "add_case") == typed

    return act


def at_a_steady_rate(requests: list[Callable[[], bool]]) -> list[bool]:
    """Starts them RATE a second, each in a thread; raises what any of them raised."""
    begun, pause = time.monotonic(), threading.Event()
    answers: list[Future[bool]] = []
    with ThreadPoolExecutor(THREADS) as pool:
        for number, request in enumerate(requests):
            pause.wait(max(0.0, begun + number / RATE - time.monotonic()))
            answers.append(pool.submit(request))
    return [answer.result() for answer in answers]


def test_nobody_notices_a_rotation(soak: bool) -> None:
    count = RATE * 60 if soak else 240
    with keys("k1", "h1"):
        requests = list(prepare(count))
    with keys("k2 k1", "h2 h1"), ThreadPoolExecutor(1) as pool:
        over = threading.Event()
        moving = pool.submit(rotate_again_and_again, over)
        try:
            answers = at_a_steady_rate(requests)
        finally:
            over.set()
        assert moving.result() >= count
        assert answers == [True] * count
        rotation.begin()
        rotation.carry_on()
        assert "k1" in removable()


def rotate_again_and_again(over: threading.Event) -> int:
    """How many rows moved. At least once to the end, then as often as there is time."""
    moved = 0
    for _ in itertools.takewhile(lambda turn: turn == 0 or not over.is_set(), itertools.count()):
        rotation.begin()
        moved += rotation.carry_on().moved
    return moved
