"""Rules that may change: all there, dated, and each naming where it comes from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, SQLModel, create_engine, select

from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.identity import Role
from cx_app.domain.policy import Policy, policy_from
from cx_app.gateways import clock
from cx_app.models import PolicySetting
from cx_app.services.policy.current import default_policy, defaults, policy, seed
from cx_app.services.policy.edit import change_rule
from tests import factories
from tests.factories import actor_for
from tests.sql import statements

NOW = datetime(2026, 3, 3, tzinfo=UTC)
VALUES = {name: default["value"] for name, default in defaults().items()}


def test_the_defaults_are_the_rules_as_published() -> None:
    made = policy_from(VALUES)
    assert made.code_valid_days == 90
    assert made.code_email_forms == {"I-134A"}
    assert made.representative_excluded_forms == {"I-134A"}
    assert made.code_attempts.per_account == 5
    assert made.code_attempts.pause == timedelta(minutes=20)
    assert made.code_request_interval == timedelta(days=30)


@pytest.mark.parametrize("name", sorted(VALUES))
def test_every_setting_names_its_rule(name: str) -> None:
    assert defaults()[name]["rule"]


@pytest.mark.parametrize(
    "missing", sorted(n for n in VALUES if n.startswith(("access_codes.", "representation.")))
)
def test_a_setting_that_is_missing_is_named(missing: str) -> None:
    with pytest.raises(KeyError, match=missing):
        policy_from({name: value for name, value in VALUES.items() if name != missing})


def looks(asked: list[str]) -> int:
    return sum("policy_setting" in one for one in asked)


def days_at(session: Session, now: datetime) -> int:
    in_force: Policy = policy(session, now)
    return in_force.code_valid_days


@pytest.mark.usefixtures("database")
def test_a_rule_counts_from_its_instant_on_and_the_past_stays_as_it_was() -> None:
    with db.write() as session:
        for begins, value in ((NOW, 60), (NOW + timedelta(days=10), 30)):
            session.add(
                PolicySetting(
                    name="access_codes.valid_days",
                    value=value,
                    effective_from=begins,
                    set_by="tests",
                )
            )
    with db.read() as session:
        assert days_at(session, NOW - timedelta(microseconds=1)) == 90
        assert days_at(session, NOW) == 60
        assert days_at(session, NOW + timedelta(days=10)) == 30


@pytest.mark.usefixtures("database")
def test_seeding_again_changes_nothing() -> None:
    with db.write() as session:
        session.exec(
            select(PolicySetting).where(PolicySetting.name == "access_codes.valid_days")
        ).one().value = 45
    with db.write() as session:
        assert seed(session) == 0
    with db.read() as session:
        assert days_at(session, NOW) == 45
        assert len(session.exec(select(PolicySetting)).all()) == len(VALUES)


@pytest.mark.usefixtures("database")
def test_a_transaction_looks_once_and_goes_by_the_same_rules_to_its_end() -> None:
    later = NOW + timedelta(days=10)
    with db.write() as session:
        session.add(
            PolicySetting(
                name="access_codes.valid_days", value=30, effective_from=later, set_by="tests"
            )
        )
    with db.read() as session, statements() as asked:
        assert days_at(session, NOW) == days_at(session, NOW + timedelta(days=9)) == 90
        assert looks(asked) == 1
        assert days_at(session, later) == days_at(session, later + timedelta(days=999)) == 30
        assert days_at(session, later - timedelta(microseconds=1)) == 90
        assert looks(asked) == 2


@pytest.mark.usefixtures("database")
def test_a_transaction_goes_by_the_rule_that_it_has_changed_itself() -> None:
    with db.write() as session:
        admin = actor_for(factories.account(session, roles=(Role.ADMIN,)), Role.ADMIN)
        now = clock.business(session)
        before = policy(session, now).requests.answer.days
        today = eastern_date(now)
        typed = {"value": str(before - 1)}
        assert change_rule(session, admin, "appointment_requests.answer_days", typed, today) is None
        assert policy(session, clock.business(session)).requests.answer.days == before - 1


def valid_days(session: Session) -> PolicySetting:
    return session.exec(
        select(PolicySetting).where(PolicySetting.name == "access_codes.valid_days")
    ).one()


@pytest.mark.usefixtures("database")
def test_what_is_found_unchanged_is_not_read_again() -> None:
    with db.read() as session:
        first = policy(session, NOW)
    with db.read() as session:
        assert policy(session, NOW) is first
    assert first == default_policy()


@pytest.mark.parametrize("new", [45, 46])
@pytest.mark.usefixtures("database")
def test_a_row_that_somebody_else_changes_where_it_stands_counts_at_once(new: int) -> None:
    """As by hand on the server, or by another process: nothing here hears of it."""
    with db.read() as session:
        assert days_at(session, NOW) == 90
    with db.write() as session:
        session.connection().execute(
            text("UPDATE policy_setting SET value = :new WHERE name = 'access_codes.valid_days'"),
            {"new": str(new)},
        )
    with db.read() as session:
        assert days_at(session, NOW) == new
    with db.write() as session:
        session.delete(valid_days(session))
    with db.read() as session, pytest.raises(KeyError, match="valid_days"):
        policy(session, NOW)


@pytest.mark.usefixtures("database")
def test_a_rule_begins_on_its_day_though_the_table_is_as_it_was() -> None:
    later = NOW + timedelta(days=10, microseconds=1)
    with db.write() as session:
        row = valid_days(session)
        session.add(PolicySetting(name=row.name, value=30, effective_from=later, set_by=row.set_by))
    for at, days in ((NOW, 90), (later - timedelta(microseconds=1), 90), (later, 30), (NOW, 90)):
        with db.read() as session:
            assert days_at(session, at) == days


@pytest.mark.usefixtures("database")
def test_each_database_has_its_own_rules() -> None:
    other = create_engine("sqlite://")
    with Session(other) as elsewhere:
        SQLModel.metadata.tables["policy_setting"].create(other)
        seed(elsewhere)
        elsewhere.flush()
        valid_days(elsewhere).value = 12
        elsewhere.commit()
    for _again in range(2):
        with db.read() as session:
            assert days_at(session, NOW) == 90
        with Session(other) as elsewhere:
            assert days_at(elsewhere, NOW) == 12
    other.dispose()
