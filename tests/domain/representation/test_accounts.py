"""What an application must say, and what may become of an account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cx_app.domain import addresses
from cx_app.domain.identity import Role
from cx_app.domain.representation.accounts import (
    ACCOUNT_MOVES,
    AccountMove,
    AccountState,
    Credentials,
    Field,
    Flaw,
    Flaws,
    Typed,
    read_credentials,
)
from cx_app.domain.representation.teams import TeamRole, may_leave, role_in_team

TODAY = date(2026, 3, 2)
ATTORNEY = Typed(
    name="  Rosa   Delgado ",
    kind="attorney",
    bar_number="il-123456",
    bar_state="il",
    address={"street": "2 Law Court", "city": "Springfield", "state": "il", "zip": "62702"},
    sworn=True,
)
ACCREDITED = replace(
    ATTORNEY, kind="accredited", organization="Harbor House", accredited_until="2026-03-02"
)


def flaws(typed: Typed) -> Flaws:
    read = read_credentials(typed, TODAY)
    assert isinstance(read, dict)
    return read


def test_an_attorney_is_read() -> None:
    read = read_credentials(ATTORNEY, TODAY)
    assert isinstance(read, Credentials)
    assert (read.name, read.licence) == ("Rosa Delgado", "IL-123456 (IL)")
    assert read.address.envelope == ["2 Law Court", "Springfield, IL 62702"]


def test_an_accreditation_holds_through_its_last_day() -> None:
    read = read_credentials(ACCREDITED, TODAY)
    assert isinstance(read, Credentials)
    assert read.licence == "Harbor House"
    assert flaws(replace(ACCREDITED, accredited_until="2026-03-01")) == {
        Field.ACCREDITED_UNTIL: Flaw.OVER
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": " "}, {Field.NAME: Flaw.MISSING}),
        ({"kind": "notary"}, {Field.KIND: Flaw.MISSING}),
        ({"bar_number": ""}, {Field.BAR_NUMBER: Flaw.MISSING}),
        ({"bar_number": "1 2"}, {Field.BAR_NUMBER: Flaw.UNREADABLE}),
        ({"bar_state": "XX"}, {Field.BAR_STATE: Flaw.MISSING}),
        (
            {"address": {"street": "PO Box 7", "city": "Springfield", "state": "XX", "zip": "1"}},
            {Field.STATE: addresses.Flaw.NO_STATE, Field.ZIP: addresses.Flaw.NO_ZIP},
        ),
        ({"sworn": False}, {Field.SWORN: Flaw.NOT_SWORN}),
        (
            {"kind": "accredited"},
            {Field.ORGANIZATION: Flaw.MISSING, Field.ACCREDITED_UNTIL: Flaw.MISSING},
        ),
    ],
)
def test_what_is_missing_is_named(change: dict[str, object], expected: dict[Field, Flaw]) -> None:
    assert flaws(replace(ATTORNEY, **change)) == expected


def test_an_account_is_decided_once_and_suspended_once() -> None:
    assert {at for at, _move in ACCOUNT_MOVES} == {AccountState.PENDING, AccountState.ACCEPTED}
    assert (AccountState.REFUSED, AccountMove.ACCEPT) not in ACCOUNT_MOVES


def test_a_team_never_loses_its_last_representative_while_others_stay() -> None:
    assert not may_leave(TeamRole.REPRESENTATIVE, representatives=1, others=1)
    assert may_leave(TeamRole.REPRESENTATIVE, representatives=1, others=0)
    assert may_leave(TeamRole.REPRESENTATIVE, representatives=2, others=3)
    assert may_leave(TeamRole.PARALEGAL, representatives=1, others=1)


def test_who_is_neither_is_in_no_team() -> None:
    assert {role: role_in_team(role) for role in Role if role_in_team(role)} == {
        Role.REPRESENTATIVE: TeamRole.REPRESENTATIVE,
        Role.PARALEGAL: TeamRole.PARALEGAL,
    }
