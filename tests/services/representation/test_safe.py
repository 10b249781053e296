"""A supervisor writes down whom a protected person named (REP-12)."""

from __future__ import annotations

from uuid import UUID

import pytest

from cx_app import database as db
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.services.cases.staff import open_case
from cx_app.services.representation.safe import (
    Naming,
    SafeContacts,
    name_safe,
    safe_contacts,
    unname_safe,
)
from tests import factories
from tests.services.representation.people import Client, client, form, lawyer, sent, signed
from tests.services.representation.sight import reads

pytestmark = pytest.mark.usefixtures("database")
BAR = "123456 (IL)"


def supervisor(*opened: Client) -> Actor:
    """Who has the cases open."""
    with db.write() as session:
        account = factories.account(session, roles=(Role.SUPERVISOR,))
        actor = factories.actor_for(account, Role.SUPERVISOR)
        for one in opened:
            open_case(session, actor, one.case_id, OpeningReason.CONTACT)
        return actor


def names(staff: Actor, one: Client, name: str = "rosa  delgado", bar: str = BAR) -> Naming:
    with db.write() as session:
        return name_safe(session, staff, one.case_id, one.party_id, name, bar)


def shown(staff: Actor, one: Client) -> SafeContacts:
    with db.write() as session:
        return safe_contacts(session, staff, one.case_id)


def test_whom_the_person_named_can_be_asked_for_and_reads_the_case_once_it_is_signed() -> None:
    rosa, elena = lawyer(), client(protected=True)
    staff = supervisor(elena)
    unnamed = sent(rosa, elena)
    assert form(unnamed).client_party_id is None
    assert names(staff, elena) is Naming.DONE
    assert names(staff, elena) is Naming.ALREADY
    [line] = shown(staff, elena).named
    assert (line.representative, line.kind) == ("Rosa Delgado", "Attorney")


def test_taking_the_name_out_ends_access_at_once() -> None:
    rosa, elena = lawyer(), client(protected=True)
    staff = supervisor(elena)
    assert names(staff, elena) is Naming.DONE
    signed(rosa, elena)
    assert reads(rosa, elena)
    [line] = shown(staff, elena).named
    with db.write() as session:
        unname_safe(session, staff, elena.case_id, UUID(line.id))
    assert not reads(rosa, elena)
    assert shown(staff, elena).named == []


def test_a_namesake_is_not_named() -> None:
    lawyer()
    elena = client(protected=True)
    staff = supervisor(elena)
    assert names(staff, elena, bar="123456 (MD)") is Naming.NOBODY
    assert names(staff, elena, "Rosa Delgada") is Naming.NOBODY
    lawyer()
    assert names(staff, elena) is Naming.NOBODY


def test_only_who_may_know_of_it_and_has_it_open() -> None:
    lawyer()
    elena, other = client(protected=True), client(protected=True)
    with db.write() as session:
        account = factories.account(session, roles=(Role.OFFICER,))
        plain = factories.actor_for(account, Role.OFFICER)
    for actor in (plain, elena.actor):
        with pytest.raises(Forbidden):
            names(actor, elena)
    with pytest.raises(NotFound):
        names(supervisor(), elena)
    staff = supervisor(elena, other)
    with db.write() as session, pytest.raises(NotFound):
        name_safe(session, staff, elena.case_id, other.party_id, "Rosa Delgado", BAR)


def test_a_case_that_is_not_protected_has_no_such_record() -> None:
    lawyer()
    dolores = client()
    staff = supervisor(dolores)
    assert shown(staff, dolores) == SafeContacts()
    with pytest.raises(NotFound):
        names(staff, dolores)
