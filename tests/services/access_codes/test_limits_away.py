"""Counters that can't be kept stop all trying, and cost nobody a try (3.3-12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.access_codes import generate
from cx_app.domain.errors import LimitsAway
from cx_app.models import AccessCode, Attempt, AuditEntry, CaseFollow, CodeRequest
from cx_app.services.access_codes.redeem import Redeemed, Refused, redeem
from cx_app.services.access_codes.request import request_code
from cx_app.services.cases.follow import follow
from tests import factories
from tests.factories import BORN, Filing

pytestmark = pytest.mark.usefixtures("database")
Try = Callable[[Filing], object]


@pytest.fixture
def filing(database: str) -> Filing:
    with db.write() as session:
        return factories.filing(session)


@pytest.fixture(params=["lock", "attempt"])
def away(request: pytest.FixtureRequest, filing: Filing) -> Iterator[str]:
    """The table of pauses or the one of tries is not there, as after a failed restore."""
    table: str = request.param
    rename(table, f"{table}_elsewhere")
    yield table
    rename(f"{table}_elsewhere", table)


def rename(table: str, name: str) -> None:
    with db.write() as session:
        session.execute(text(f'ALTER TABLE "{table}" RENAME TO "{name}"'))


def right_code(filing: Filing) -> object:
    with db.write() as session:
        return redeem(session, filing.actor, filing.claim)


def wrong_code(filing: Filing) -> object:
    with db.write() as session:
        return redeem(session, filing.actor, replace(filing.claim, code=generate()))


def asking(filing: Filing) -> object:
    with db.write() as session:
        return request_code(session, filing.actor, filing.case.receipt_number, BORN)


def following(filing: Filing) -> object:
    with db.write() as session:
        return follow(session, filing.actor, filing.case.receipt_number)


@pytest.mark.parametrize("attempt", [right_code, wrong_code, asking, following])
def test_nothing_is_tried_and_a_right_code_looks_like_a_wrong_one(
    filing: Filing, away: str, attempt: Try
) -> None:
    with pytest.raises(LimitsAway):
        attempt(filing)
    with db.read() as session:
        assert session.get_one(AccessCode, filing.code.id).redeemed_at is None
        for table in (CodeRequest, CaseFollow, AuditEntry):
            assert session.exec(select(table)).all() == []


def test_no_try_is_eaten(filing: Filing) -> None:
    """Four wrong codes, an hour without counters, and still one wrong code before the pause."""
    for _ in range(4):
        assert wrong_code(filing) == Refused()
    rename("lock", "lock_elsewhere")
    for _ in range(3):
        with pytest.raises(LimitsAway):
            wrong_code(filing)
    rename("lock_elsewhere", "lock")
    assert right_code(filing) == Redeemed(filing.case.id)


def test_a_success_leaves_nothing_in_the_counters(filing: Filing) -> None:
    right_code(filing)
    following(filing)
    with db.read() as session:
        assert session.exec(select(Attempt)).all() == []
