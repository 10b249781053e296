"""A representative's board of 5,000 cases, on both databases. `CX_BENCH_BOARD` says how many."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import cycle
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlmodel import insert

from bench.linking import postgresql, sqlite
from bench.runner import measure, percentile, times_ms
from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.cases import FORMS, STATUSES, PartyRole
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.people import search_name
from cx_app.domain.representation.board import Asked, Sort, Tab
from cx_app.gateways import clock
from cx_app.models import Appointment, Case, CaseEvent, Party, Person, Representation
from cx_app.models.base import uuid7
from cx_app.services.cases.page import case_page
from cx_app.services.representation.board import board, open_board
from tests import factories
from tests.services.biometrics.people import somebody
from tests.services.offices.places import office
from tests.sql import statements

MANY = int(os.environ.get("CX_BENCH_BOARD", "5000"))
OTHERS = 4
"""Representatives beside the one who looks, each with as many cases."""
EVENTS, SAMPLES = 6, 40
ASKED = (
    Asked(),
    Asked(tab=Tab.YOU, sort=Sort.NEXT),
    Asked(tab=Tab.CHANGED, sort=Sort.STATUS),
    Asked(search="reyes 12"),
    Asked(page=80, sort=Sort.FORM),
)


@measure("Board: first page and counts of 5,000 cases, SQLite", target=100, unit="ms")
def a_page_on_sqlite() -> Iterable[float]:
    with sqlite():
        return list(_pages())


@measure("Board: first page and counts of 5,000 cases, PostgreSQL", target=100, unit="ms")
def a_page_on_postgres() -> Iterable[float]:
    with postgresql():
        return list(_pages())


@measure("Board: statements for a page", target=8, unit="")
def statements_of_a_page() -> Iterable[float]:
    with sqlite():
        seen = []
        for look in _looks(fill(200)):
            with statements() as asked:
                look()
            seen.append(float(sum("SELECT" in one.upper() for one in asked)))
        return seen


@measure("Board: the 1,001st client told from nobody, by time", target=1.5, unit="ms")
def told_apart() -> Iterable[float]:
    """How far the medians of turns lie apart, of a case of another's client and of none."""
    with sqlite():
        actor, other = fill(1_000), somebody()
        return [abs(_median(actor, other.case_id) - _median(actor, None)) for _turn in range(9)]


def _median(actor: Actor, case_id: UUID | None) -> float:
    def look() -> None:
        with db.read() as session, suppress(NotFound):
            case_page(session, actor, case_id or uuid4())

    return percentile(times_ms(look, SAMPLES), 50)


def _pages() -> Iterator[float]:
    turns = cycle(_looks(fill(MANY)))
    yield from times_ms(lambda: next(turns)(), SAMPLES)


def _looks(actor: Actor) -> list[Callable[[], None]]:
    def look(asked: Asked) -> None:
        with db.read() as session:
            board(session, actor, asked)

    return [lambda asked=asked: look(asked) for asked in ASKED]  # type: ignore[misc]


def fill(many: int) -> Actor:
    """The first of the representatives, who came by a week ago."""
    place = office()
    with db.write() as session:
        accounts = [
            factories.account(session, roles=(Role.REPRESENTATIVE,)) for _n in range(OTHERS + 1)
        ]
        actor = factories.actor_for(accounts[0], Role.REPRESENTATIVE)
        now = clock.business(session)
    with db.write() as session:
        open_board(session, actor)
        clock.advance(session, timedelta(days=7))
    chance = Random(1)
    for account in accounts:
        tables: dict[type, list[dict[str, Any]]] = {
            Person: [],
            Case: [],
            Party: [],
            Representation: [],
            CaseEvent: [],
            Appointment: [],
        }
        for n in range(many):
            _one(tables, account.id, n, now, place, chance)
        with db.write() as session:
            for table, rows in tables.items():
                session.execute(insert(table), rows)
    with db.write() as session:
        session.execute(text("ANALYZE"))
    return actor


def _one(
    tables: dict[type, list[dict[str, Any]]],
    account: Any,
    n: int,
    now: Any,
    place: Any,
    chance: Random,
) -> None:
    case, person, party = uuid7(), uuid7(), uuid7()
    given, family = f"Dolores {n % 97}", f"Reyes {n}"
    tables[Person].append(
        {
            "id": person,
            "feed_id": str(person),
            "given_name": given,
            "family_name": family,
            "search_name": search_name(f"{family} {given}"),
            "household": "",
            "language": "en",
            "updated_at": now,
            "source_event": "",
        }
    )
    code = chance.choice(sorted(STATUSES))
    tables[Case].append(
        {
            "id": case,
            "receipt_number": factories.receipt_number(),
            "form": chance.choice(sorted(FORMS)),
            "category": "",
            "office": "",
            "channel": "paper",
            "received_on": eastern_date(now),
            "protected": False,
            "closed": STATUSES[code].closes,
            "status_code": code,
            "status_at": now,
            "hold_reason": "",
            "updated_at": now,
            "source_event": "",
        }
    )
    tables[Party].append(
        {"id": party, "case_id": case, "person_id": person, "role": PartyRole.APPLICANT}
    )
    tables[Representation].append(
        {
            "id": (held := uuid7()),
            "feed_id": str(held),
            "case_id": case,
            "client_party_id": party,
            "representative_name": "Rosa Delgado",
            "capacity": "attorney",
            "notices_to_representative": False,
            "account_id": account,
            "state": "active",
            "since": now,
            "ended_by": "",
        }
    )
    for step in range(EVENTS):
        late = step == EVENTS - 1 and n % 10 == 0
        at = now + timedelta(days=3) if late else now - timedelta(days=30 * (step + 1))
        tables[CaseEvent].append(
            {
                "id": (event := uuid7()),
                "feed_id": str(event),
                "case_id": case,
                "code": code,
                "at": at,
                "recorded_at": at,
                "correction": "",
                "withdrawn": False,
            }
        )
    if n % 3 == 0:
        tables[Appointment].append(
            {
                "id": (visit := uuid7()),
                "feed_id": str(visit),
                "case_id": case,
                "party_id": party,
                "office_id": place,
                "kind": "biometrics",
                "starts_at": now + timedelta(days=8 + n % 60),
                "state": "scheduled",
                "updated_at": now,
                "source_event": "",
            }
        )
