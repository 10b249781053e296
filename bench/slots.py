"""Free times of an office, many on one slot, and moves, on PostgreSQL.

`CX_BENCH_APPOINTMENTS` says among how many appointments, `CX_BENCH_MOVES` how many moves.
"""

from __future__ import annotations

import os
import random
import time as stopwatch
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import select

from bench.linking import postgresql
from bench.runner import measure, times_ms
from cx_app import database as db
from cx_app.domain.slots import Refused
from cx_app.gateways import clock
from cx_app.models import Booking, Office, Slot
from cx_app.models.base import uuid7
from cx_app.services.offices.bookings import Booked, Subject
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
SELECT gen_random_uuid(), s.id, n, true, 0, gen_random_uuid()
FROM slot s, generate_series(1, :capacity) n WHERE s.starts_at < :now
"""
FULL = "UPDATE seat SET booking_id = gen_random_uuid() WHERE booking_id IS NULL AND random() < 0.9"
BOOKINGS = """
INSERT INTO booking (id, service, subject_id, office_id, seat_id, starts_at, ends_at, state,
    request_key, cause, booked_at, end_cause)
SELECT t.booking_id, s.service, gen_random_uuid(), s.office_id, t.id, s.starts_at, s.ends_at,
    'active', 'k', '', s.starts_at, ''
FROM seat t JOIN slot s ON s.id = t.slot_id WHERE t.booking_id IS NOT NULL
"""


@measure("Slots: free times of an office for 45 days", target=20, unit="ms")
def free_times_of_45_days() -> Iterable[float]:
    """Of three offices that are open; nine of ten seats are taken, as in life."""
    with postgresql():
        open_ones = [office(capacity=CAPACITY, closes=WHOLE_DAY) for _ in range(3)]
        _fill()
        turn = random.Random(1)
        return list(times_ms(lambda: times(turn.choice(open_ones)), 300))


@measure("Slots: 64 clients on one slot, each answer", target=100, unit="ms")
def one_slot() -> Iterable[float]:
    took: list[float] = []
    with postgresql():
        for _ in range(ROUNDS):
            slot = times(office())[0].slot_id
            won = _at_once([_taker(slot) for _ in range(CLIENTS)], took)
            assert (won, taken(slot)) == (1, 1)
        check()
    return took


@measure("Slots: 64 clients move among 1,000 slots, 200 moves", target=1, unit="s")
def moves() -> Iterable[float]:
    """At least 200 confirmed moves a second."""
    with _moving() as scene:
        return [_timed(_our_moves(scene)) for _ in range(3)]


@measure("Slots: moves against the same bare statements", target=1.5, unit="times")
def moves_against_bare() -> Iterable[float]:
    """Turn by turn in one run."""
    with _moving() as scene:
        return [_timed(_our_moves(scene)) / _timed(_bare_moves(scene)) for _ in range(3)]


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


def _bare_moves(scene: Scene) -> list[Callable[[], bool]]:
    """What `swap` sends, by the driver alone, over the same pool."""
    columns = ", ".join(Booking.__table__.columns.keys())
    places = ", ".join(
        f"{'slot' if name in Slot.model_fields and name != 'id' else 'seat'}.{name}"
        for name in Taken._fields
    )
    free = "hold_id = NULL, held_for = NULL, held_until = NULL, extended = 0"

    def move(person: Subject, hold_id: UUID) -> bool:
        old, new, now = scene.bookings[person.id], uuid7(), datetime.now(UTC)
        connection = db.engines().writer.raw_connection()
        try:
            c = connection.cursor()
            c.execute("SELECT id, seconds FROM clock_offset WHERE id = 1").fetchone()
            c.execute(f"SELECT {columns} FROM booking WHERE id = %s FOR UPDATE", [old])
            was = dict(zip(Booking.__table__.columns.keys(), c.fetchone(), strict=True))
            c.execute(
                f"SELECT {places} FROM seat JOIN slot ON slot.id = seat.slot_id"
                " WHERE seat.hold_id = %s OR seat.booking_id = %s"
                " ORDER BY seat.id FOR UPDATE OF seat",
                [hold_id, old],
            )
            seats = {one.hold_id == hold_id: one for one in map(Taken._make, c.fetchall())}
            place = seats[True]
            c.execute(
                f"SELECT {columns} FROM booking WHERE subject_id = %s AND request_key = %s",
                [person.id, str(hold_id)],
            ).fetchone()
            c.execute(
                "UPDATE booking SET state = 'moved', ended_at = %s, end_cause = 'travel'"
                " WHERE id = %s",
                [now, old],
            )
            row = {
                **was,
                "id": new,
                "office_id": place.office_id,
                "seat_id": place.id,
                "starts_at": place.starts_at,
                "ends_at": place.ends_at,
                "request_key": str(hold_id),
                "hold_id": hold_id,
                "replaces_id": old,
                "booked_at": now,
            }
            c.execute(
                f"INSERT INTO booking ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})"
                " ON CONFLICT DO NOTHING RETURNING id",
                list(row.values()),
            ).fetchone()
            c.execute(
                f"UPDATE seat SET {free}, booking_id = CASE WHEN id = %s THEN %s::uuid END"
                " WHERE id IN (%s, %s)",
                [place.id, new, place.id, seats[False].id],
            )
            c.execute(
                "INSERT INTO audit_entry (id, at, recorded_at, action, outcome, role, network,"
                " subject_type, subject_id, details) VALUES (%s, %s, %s, 'booking.move', 'done',"
                " 'applicant', '', 'booking', %s, '{}')",
                [uuid7(), now, now, new],
            )
            connection.commit()
        finally:
            connection.close()
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
    days = -(-APPOINTMENTS // ((OFFICES + 3) * A_DAY * CAPACITY))
    with db.write() as session:
        facts = {"now": now - timedelta(days=1), "days": days, "a_day": A_DAY}
        session.execute(text(PAST_SLOTS), facts)
        session.execute(text(PAST_SEATS), {"now": now, "capacity": CAPACITY})
        session.execute(text(FULL))
        session.execute(text(BOOKINGS))
    with db.engines().writer.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
    with db.read() as session:
        assert session.exec(select(Booking.id).limit(1)).first() is not None
