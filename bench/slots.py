"""Free times of an office, many on one slot, and moves, on PostgreSQL.

`CX_BENCH_APPOINTMENTS` says among how many appointments, `CX_BENCH_MOVES` how many moves.
"""

from __future__ import annotations

import os
import random
import re
import time as stopwatch
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from bench.linking import postgresql
from bench.runner import console, measure, percentile, times_ms
from cx_app import database as db
from cx_app.domain.slots import Refused
from cx_app.gateways import clock
from cx_app.models import Booking, Office, Slot
from cx_app.models.base import uuid7
from cx_app.services.offices.bookings import READ, Booked, Subject
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import hold
from cx_app.services.offices.seats import Taken
from cx_app.services.offices.swap import swap
from tests.services.offices.places import (
    applicant,
    appointment,
    check,
    held,
    office,
    somebody,
    taken,
    times,
)

APPOINTMENTS = int(os.environ.get("CX_BENCH_APPOINTMENTS", "5000000"))
MOVES = int(os.environ.get("CX_BENCH_MOVES", "2000"))
CLIENTS, ROUNDS, SLOTS = 64, 20, 1_000
OFFICES, CAPACITY, A_DAY = 200, 6, 16
WHOLE_DAY = time(16)

PAST_SLOTS = """
INSERT INTO slot (id, office_id, service, starts_at, ends_at)
SELECT gen_random_uuid(), o.id, 'biometrics', t, t + interval '30 minutes'
FROM office o, generate_series(1, CAST(:days AS int)) d, generate_series(1, :a_day) n,
LATERAL (
    SELECT CAST(:now AS timestamptz) - d * interval '1 day' + n * interval '30 minutes'
) AS x(t)
"""
PAST_SEATS = """
INSERT INTO seat (id, slot_id, number, offered, extended, booking_id)
SELECT gen_random_uuid(), s.id, n, true, 0,
    CASE WHEN random() < 0.9 THEN gen_random_uuid() END
FROM slot s, generate_series(1, :capacity) n WHERE s.starts_at < :now
"""
"""Nobody came for one in ten of those that are over: they stay free for ever."""
FULL = """
UPDATE seat SET booking_id = gen_random_uuid() FROM slot
WHERE slot.id = seat.slot_id AND slot.starts_at >= :now AND random() < 0.9
"""
BOOKINGS = """
INSERT INTO booking (id, service, subject_id, office_id, seat_id, starts_at, ends_at, state,
    request_key, cause, booked_at, end_cause)
SELECT t.booking_id, s.service, gen_random_uuid(), s.office_id, t.id, s.starts_at, s.ends_at,
    'active', 'k', '', s.starts_at, ''
FROM seat t JOIN slot s ON s.id = t.slot_id WHERE t.booking_id IS NOT NULL
"""

INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i WHERE i.indrelid::regclass::text IN ('slot', 'seat', 'booking')
AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


@measure("Slots: free times of an office for 45 days", target=20, unit="ms")
def free_times_of_45_days() -> Iterable[float]:
    """Of three offices that are open; nine of ten seats are taken, as in life."""
    with postgresql():
        open_ones = [office(capacity=CAPACITY, closes=WHOLE_DAY) for _ in range(3)]
        _fill()
        turn = random.Random(1)
        return list(times_ms(lambda: times(turn.choice(open_ones)), 300))


@measure("Slots: 64 clients on one slot, the slowest of 100 answers", target=100, unit="ms")
def one_slot() -> Iterable[float]:
    """The 99th percentile of all of them."""
    took: list[float] = []
    with postgresql():
        for _ in range(ROUNDS):
            slot = times(office())[0].slot_id
            won = _at_once([_taker(slot) for _ in range(CLIENTS)], took)
            assert (won, taken(slot)) == (1, 1)
        check()
    return [percentile(took, 99)]


@measure("Slots: 64 clients move among 1,000 slots, 200 moves", target=1, unit="s")
def moves() -> Iterable[float]:
    """At least 200 confirmed moves a second."""
    with _moving() as scene:
        return [_timed(_our_moves(scene)) for _ in range(3)]


@measure("Slots: moves against the same statements without our code", target=1.5, unit="times")
def moves_against_bare() -> Iterable[float]:
    """What our code adds to the statements that it sends by SQLAlchemy: the time of all rounds
    against the time of as many without it, turn by turn in one run. What SQLAlchemy in turn adds
    to the driver is printed beside it."""
    with _moving() as scene:
        rounds = [
            (
                _timed(_our_moves(scene)),
                _timed(_bare_moves(scene, _sqlalchemy)),
                _timed(_bare_moves(scene, _driver)),
            )
            for _ in range(5)
        ]
    ours, sqlalchemy, driver = (sum(of) for of in zip(*rounds, strict=True))
    console.print(f"{ours / driver:.1f} times the same statements by the driver alone")
    return [ours / sqlalchemy]


@dataclass
class Scene:
    """Slots with room for five more each, and who stands in which by which booking."""

    slots: list[UUID]
    people: list[Subject]
    bookings: dict[UUID, UUID]
    turn: int = 0


@contextmanager
def _moving() -> Iterator[Scene]:
    with postgresql():
        offices = [office(capacity=CAPACITY, closes=WHOLE_DAY) for _ in range(2)]
        slots = [one.slot_id for office_id in offices for one in times(office_id)][:SLOTS]
        people = [somebody() for _ in range(min(MOVES, len(slots)))]
        bookings = {
            person.id: appointment(slot, person).booking_id
            for person, slot in zip(people, slots, strict=False)
        }
        with db.engines().writer.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
        yield Scene(slots, people, bookings)
        check()


def _holds(scene: Scene) -> list[tuple[Subject, UUID]]:
    """Everybody holds a seat some slots further; not part of what is timed."""
    scene.turn += 1
    shift = 7 * scene.turn
    return [
        (person, held(scene.slots[(n + shift) % len(scene.slots)], person).hold_id)
        for n, person in enumerate(scene.people)
    ]


def _our_moves(scene: Scene) -> list[Callable[[], bool]]:
    def move(person: Subject, hold_id: UUID) -> bool:
        with db.write() as session:
            answer = swap(
                session,
                applicant(),
                person,
                scene.bookings[person.id],
                hold_id,
                str(hold_id),
                cause="travel",
            )
        assert isinstance(answer, Booked), answer
        scene.bookings[person.id] = answer.booking_id
        return True

    return [lambda one=one: move(*one) for one in _holds(scene)]


PLACES = ", ".join(
    f"{'slot' if name in Slot.model_fields and name != 'id' else 'seat'}.{name}"
    for name in Taken._fields
)
NEW = ", ".join(Booking.__table__.columns.keys())
STATEMENTS = {
    "clock": "SELECT seconds FROM clock_offset WHERE id = 1",
    "lock": f"SELECT {', '.join(READ)} FROM booking WHERE id = :old FOR UPDATE",
    "seats": f"""SELECT {PLACES} FROM seat, slot WHERE slot.id = seat.slot_id
        AND (seat.hold_id = :hold OR seat.booking_id = :old) ORDER BY seat.id FOR UPDATE OF seat""",
    "known": f"""SELECT {", ".join(READ)} FROM booking
        WHERE subject_id = :who AND request_key = :key""",
    "end": """UPDATE booking SET state = 'moved', ended_at = :now, end_cause = 'travel'
        WHERE id = :old""",
    "add": f"""INSERT INTO booking ({NEW})
        VALUES ({", ".join(f":{name.strip()}" for name in NEW.split(","))})
        ON CONFLICT DO NOTHING RETURNING id""",
    "exchange": """UPDATE seat SET hold_id = NULL, held_for = NULL, held_until = NULL, extended = 0,
        booking_id = CASE WHEN id = :seat THEN CAST(:new AS uuid) END
        WHERE id = :seat OR id = :left""",
    "audit": """INSERT INTO audit_entry (id, at, recorded_at, action, outcome, account_id, role,
        session_id, network, case_id, subject_type, subject_id, details)
        VALUES (:entry, :now, :now, 'booking.move', 'done', :entry, 'applicant',
        NULL, '', NULL, 'booking', :new, '{}')""",
}
"""What `swap` sends, by name."""
TEXTS = {name: text(sql) for name, sql in STATEMENTS.items()}
DRIVEN = {name: re.sub(r":(\w+)", r"%(\1)s", sql) for name, sql in STATEMENTS.items()}
Send = Callable[[str, dict[str, Any]], Sequence[Any]]


@contextmanager
def _driver() -> Iterator[Send]:
    """A transaction over the same pool."""
    connection = db.engines().writer.raw_connection()
    cursor = connection.cursor()

    def send(name: str, values: dict[str, Any]) -> Sequence[Any]:
        cursor.execute(DRIVEN[name], values)
        return cursor.fetchall() if cursor.description else ()

    try:
        yield send
        connection.commit()
    finally:
        connection.close()


@contextmanager
def _sqlalchemy() -> Iterator[Send]:
    with db.engines().writer.begin() as connection:

        def send(name: str, values: dict[str, Any]) -> Sequence[Any]:
            answer = connection.execute(TEXTS[name], values)
            return answer.all() if answer.returns_rows else ()

        yield send


def _bare_moves(
    scene: Scene, begin: Callable[[], AbstractContextManager[Send]]
) -> list[Callable[[], bool]]:
    def move(person: Subject, hold_id: UUID) -> bool:
        old, new, now, key = scene.bookings[person.id], uuid7(), datetime.now(UTC), str(hold_id)
        with begin() as send:
            send("clock", {})
            was = dict(zip(READ, send("lock", {"old": old})[0], strict=True))
            seats = [Taken(*row) for row in send("seats", {"hold": hold_id, "old": old})]
            place = next(one for one in seats if one.hold_id == hold_id)
            left = next(one for one in seats if one.booking_id == old)
            send("known", {"who": person.id, "key": key})
            send("end", {"old": old, "now": now})
            row = {
                **dict.fromkeys(Booking.__table__.columns.keys()),
                **was,
                "id": new,
                "office_id": place.office_id,
                "seat_id": place.id,
                "starts_at": place.starts_at,
                "ends_at": place.ends_at,
                "request_key": key,
                "hold_id": hold_id,
                "replaces_id": old,
                "cause": "travel",
                "booked_at": now,
                "end_cause": "",
            }
            send("add", row)
            send("exchange", {"seat": place.id, "left": left.id, "new": new})
            send("audit", {"entry": uuid7(), "new": new, "now": now})
        scene.bookings[person.id] = new
        return True

    return [lambda one=one: move(*one) for one in _holds(scene)]


def _taker(slot_id: UUID) -> Callable[[], bool]:
    """A person who holds the slot and confirms."""

    def act() -> bool:
        me = somebody()
        with db.write() as session:
            mine = hold(session, applicant(), slot_id, me.id)
        if isinstance(mine, Refused):
            return False
        with db.write() as session:
            return isinstance(confirm(session, applicant(), me, mine.hold_id, "k"), Booked)

    return act


def _at_once(acts: list[Callable[[], bool]], took: list[float]) -> int:
    """How many said yes; `took` gets the milliseconds of each."""

    def run(act: Callable[[], bool]) -> bool:
        begun = stopwatch.perf_counter()
        answer = act()
        took.append((stopwatch.perf_counter() - begun) * 1000)
        return answer

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(run, acts))


def _timed(acts: list[Callable[[], bool]]) -> float:
    """Seconds for 200 of them, at the speed of all."""
    begun = stopwatch.perf_counter()
    assert _at_once(acts, []) == len(acts)
    return (stopwatch.perf_counter() - begun) * 200 / len(acts)


def _fill() -> None:
    """Appointments that are over, at many offices, and nearly full days ahead."""
    now = clock.wall()
    with db.write() as session:
        for n in range(OFFICES):
            session.add(
                Office(
                    feed_id=f"past:{n}",
                    kind="support_center",
                    name=f"Past {n}",
                    time_zone="America/Denver",
                    updated_at=now,
                )
            )
    days = 1 + int(APPOINTMENTS / 0.89 / ((OFFICES + 3) * A_DAY * CAPACITY))
    with db.write() as session:
        # As a restore does it: rows that fit are not checked one by one, and what can be built
        # afterwards is.
        session.execute(text("SET LOCAL session_replication_role = replica"))
        indexes = session.execute(text(INDEXES)).all()
        for name, _made_by in indexes:
            session.execute(text(f"DROP INDEX {name}"))
        facts = {"now": now - timedelta(days=1), "days": days, "a_day": A_DAY}
        session.execute(text(PAST_SLOTS), facts)
        session.execute(text(PAST_SEATS), {"now": now, "capacity": CAPACITY})
        session.execute(text(FULL), {"now": now})
        session.execute(text(BOOKINGS))
        for _name, made_by in indexes:
            session.execute(text(made_by))
    with db.engines().writer.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
    with db.read() as session:
        assert session.execute(text("SELECT count(*) FROM booking")).scalar_one() >= APPOINTMENTS
