"""Unusual reading over months of openings by a large agency, on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from random import Random
from typing import Any, Final

from sqlalchemy import text
from sqlmodel import insert

from bench.linking import postgresql, sqlite
from bench.runner import measure, times_ms
from cx_app import database
from cx_app.domain.business_time import eastern_date
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import CaseOpening
from cx_app.models.base import uuid7
from cx_app.services.openings.reading import reading
from tests import factories

STAFF, DAYS, A_DAY, CASES = 200, 60, 25, 2_000
SAMPLES: Final = 20


@measure("Unusual reading: a week among 300,000 openings, SQLite", target=1_500, unit="ms")
def reading_on_sqlite() -> Iterable[float]:
    with sqlite():
        return list(a_week())


@measure("Unusual reading: a week among 300,000 openings, PostgreSQL", target=1_500, unit="ms")
def reading_on_postgres() -> Iterable[float]:
    with postgresql():
        return list(a_week())


def a_week() -> Iterator[float]:
    fill()
    with database.write() as session:
        admin = factories.actor_for(factories.account(session), Role.ADMIN)
        session.execute(text("ANALYZE"))
    yield from times_ms(lambda: look(admin), SAMPLES)


def look(admin: Actor) -> None:
    with database.read() as session:
        assert reading(session, admin).lines


def fill() -> None:
    with database.write() as session:
        staff = [factories.account(session).id for _n in range(STAFF)]
        cases = [factories.case(session).id for _n in range(CASES)]
        people = [factories.person(session, born=None, residence=None).id for _n in range(CASES)]
        now = clock.business(session)
    chance = Random(1)
    for day in range(DAYS):
        at = now - timedelta(days=day)
        rows: list[dict[str, Any]] = []
        for account in staff:
            for _n in range(A_DAY):
                which = chance.randrange(CASES)
                rows.append(
                    {
                        "id": uuid7(),
                        "entry_id": uuid7(),
                        "account_id": account,
                        "role": Role.OFFICER,
                        "case_id": cases[which],
                        "at": at,
                        "day": eastern_date(at),
                        "reason": "contact",
                        "explanation": chance.choice(["", "", "alert"]),
                        "off_hours": chance.random() < 0.02,
                        "protected": False,
                        "person_id": people[which],
                        "name_hash": f"k:{which % 400:064d}",
                        "address_hash": f"k:{which % 900:064d}",
                    }
                )
        with database.write() as session:
            session.execute(insert(CaseOpening), rows)
