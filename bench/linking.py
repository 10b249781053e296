"""Linking a case in the service: the whole transaction, on both databases."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import sample

from bench.runner import measure, percentile
from cx_app import database, migrate
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.services.access_codes.redeem import Claim, Redeemed, Refused, redeem
from cx_app.services.policy import current
from tests import factories, postgres

RIGHT, WRONG = 300, 100
NO_CODE = "23456789ABCD"


@measure("Link a case: right code, SQLite", target=25, unit="ms")
def right_on_sqlite() -> Iterable[float]:
    with sqlite():
        return list(right_codes())


@measure("Link a case: wrong code, SQLite", target=25, unit="ms")
def wrong_on_sqlite() -> Iterable[float]:
    with sqlite():
        return list(wrong_codes())


@measure("Link a case: right code, PostgreSQL", target=40, unit="ms")
def right_on_postgres() -> Iterable[float]:
    with postgresql():
        return list(right_codes())


@measure("Link a case: slowest against fastest refusal", target=20, unit="%")
def refusals_alike() -> Iterable[float]:
    """Time must not tell a protected case from one that does not exist (domain 9.4 a)."""
    with sqlite():
        took = [refusals() for _ in range(WRONG)]
    typical = [percentile(one, 50) for one in zip(*took, strict=True)]
    return [(max(typical) / min(typical) - 1) * 100]


def refusals() -> list[float]:
    """One failed try of each kind, in milliseconds: none of them may stand out."""
    with database.write() as session:
        plain = factories.filing(session)
        protected = factories.filing(session, protected=True)
        expired = factories.filing(session, issued_on=date(2020, 1, 1))
        voided = factories.filing(session, voided_at=clock.wall())
        actors = [factories.actor_for(factories.account(session)) for _ in range(7)]
    claims = [
        replace(plain.claim, receipt_number=factories.receipt_number()),
        replace(protected.claim, code=NO_CODE),
        replace(plain.claim, code=NO_CODE),
        replace(plain.claim, birth_date=date(1950, 1, 1)),
        expired.claim,
        voided.claim,
    ]
    took = [0.0] * len(claims)
    attempt(actors.pop(), claims[0])  # the first after so many changes is slow, whatever it is
    for turn in sample(range(len(claims)), len(claims)):
        took[turn], answer = attempt(actors[turn], claims[turn])
        assert answer == Refused()
    return took


def right_codes() -> Iterator[float]:
    for _ in range(RIGHT):
        with database.write() as session:
            filing = factories.filing(session)
        took, answer = attempt(filing.actor, filing.claim)
        assert isinstance(answer, Redeemed)
        yield took


def wrong_codes() -> Iterator[float]:
    with database.write() as session:
        filing = factories.filing(session)
    for number in range(WRONG):  # of ever new accounts: none of them is paused
        with database.write() as session:
            actor = factories.actor_for(factories.account(session), network=f"net-{number}")
        wrong = Claim(filing.claim.receipt_number, NO_CODE, filing.claim.birth_date)
        took, answer = attempt(actor, wrong)
        assert isinstance(answer, Refused)
        yield took


def attempt(actor: Actor, claim: Claim) -> tuple[float, Redeemed | Refused]:
    begun = time.perf_counter()
    with database.write() as session:
        answer = redeem(session, actor, claim)
    return (time.perf_counter() - begun) * 1000, answer


@contextlib.contextmanager
def sqlite() -> Iterator[None]:
    with (
        tempfile.TemporaryDirectory(prefix="cx-bench-") as folder,
        prepared(f"sqlite:///{Path(folder) / 'portal.db'}"),
    ):
        yield


@contextlib.contextmanager
def postgresql() -> Iterator[None]:
    with postgres.server() as socket, prepared(postgres.url(socket, "postgres")):
        yield


@contextlib.contextmanager
def prepared(url: str) -> Iterator[None]:
    """An empty, migrated database with the default rules."""
    database.configure(url)
    try:
        migrate.upgrade()
        with database.write() as session:
            current.seed(session)
        yield
    finally:
        database.configure(None)
