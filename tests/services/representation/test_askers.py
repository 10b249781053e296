"""A representative asks for somebody: for each of their clients in a case, known to the client, and
with a warning to officers where they may not (REP-6, REP-19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from bench.board import fill
from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.models import Account, Callback, Case, CodeRequest, Party, Representation
from cx_app.services.access_codes.case_file import CodesOfCase, RequestFile, open_codes
from cx_app.services.access_codes.redeem import Claim, Redeemed, redeem
from cx_app.services.access_codes.request import request_code
from cx_app.services.appointment_requests.submit import Submitted
from cx_app.services.biometrics.show import biometrics_page
from cx_app.services.callbacks.asking import Asked, Wish, ask
from cx_app.services.callbacks.brief import Brief, open_callback
from cx_app.services.cases.access import may_act
from cx_app.services.cases.page import case_page
from cx_app.services.representation.acting import acting_by_receipt, acting_in_case
from cx_app.services.representation.ending import withdraw
from tasks.access_codes import match
from tests import factories
from tests.services.appointment_requests.asking import field_office, sends, typed
from tests.services.biometrics.people import somebody
from tests.services.representation.people import (
    Client,
    client,
    lawyer,
    letters,
    officer,
    signed,
    told,
)
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


def also_represents(actor: Actor | None, one: Client) -> UUID:
    """By a Form G-28 of the feed."""
    with db.write() as session:
        account = session.get_one(Account, actor.account_id) if actor else None
        party = session.get_one(Party, one.party_id)
        return factories.representation(session, party, account=account).id


def beneficiary_of(one: Client) -> UUID:
    with db.write() as session:
        case = session.get_one(Case, one.case_id)
        born = date(1970, 1, 1)
        other = factories.person(session, given_name="Farid", family_name="Nouri", born=born)
        return factories.party(session, case, other, PartyRole.BENEFICIARY).id


def test_of_two_clients_in_one_case_they_act_for_each() -> None:
    rosa, dolores = lawyer(), client(role=PartyRole.PETITIONER)
    other, stranger = beneficiary_of(dolores), beneficiary_of(dolores)
    signed(rosa, dolores)
    with db.write() as session:
        account = session.get_one(Account, rosa.account_id)
        factories.representation(session, session.get_one(Party, other), account=account)
    with db.read() as session:
        assert may_act(session, rosa, dolores.case_id, dolores.party_id)
        assert may_act(session, rosa, dolores.case_id, other)
        assert not may_act(session, rosa, dolores.case_id, stranger)
        both = acting_in_case(session, rosa, dolores.case_id)
        assert sorted(both.split(", ")) == ["Dolores Reyes-Méndez", "Farid Nouri"]
        parts = case_page(session, rosa, dolores.case_id).parts
        assert [one.client for one in parts] == both.split(", ")


def test_whose_case_a_number_is_is_told_to_whoever_represents_them_alone() -> None:
    rosa, ana, dolores = lawyer(), lawyer(), client()
    signed(rosa, dolores)
    with db.read() as session:
        assert acting_by_receipt(session, rosa, dolores.receipt) == "Dolores Reyes-Méndez"
        for actor in (ana, dolores.actor):
            assert acting_by_receipt(session, actor, dolores.receipt) == ""
        assert acting_by_receipt(session, rosa, factories.receipt_number()) == ""


def calls(actor: Actor, one: Client) -> str:
    wish = Wish(
        topic="case",
        zone="America/New_York",
        language="en",
        phone="2125550123",
        case_id=str(one.case_id),
    )
    with db.write() as session:
        made = ask(session, actor, wish, uuid4().hex)
        assert isinstance(made, Asked), made
        return made.reference


def brief(reference: str) -> Brief:
    staff = officer()
    with db.write() as session:
        found = open_callback(session, staff, reference)
    assert isinstance(found, Brief)
    return found


def test_a_call_asked_without_authority_warns_the_officer() -> None:
    rosa, dolores = lawyer(), client()
    held = signed(rosa, dolores)
    reference = calls(rosa, dolores)
    assert not brief(reference).without_authority
    with db.write() as session:
        assert withdraw(session, rosa, held) is None
    assert brief(reference).without_authority


def test_whoever_asks_for_themselves_is_no_warning() -> None:
    dolores = client()
    assert not brief(calls(dolores.actor, dolores)).without_authority
    with db.read() as session:
        assert session.exec(select(Callback.asked_as)).one() == "self"


def asks_for_code(actor: Actor, one: Client) -> CodeRequest:
    with db.write() as session:
        request_code(session, actor, one.receipt, factories.BORN)
    match()
    with db.read() as session:
        return session.exec(select(CodeRequest)).one()


def on_the_desk(one: Client) -> RequestFile:
    staff = officer()
    with db.write() as session:
        found = open_codes(session, staff, one.case_id, OpeningReason.CONTACT)
    assert isinstance(found, CodesOfCase)
    [request] = found.requests
    return request


def test_a_code_asked_for_by_who_represents_is_known_to_both_and_to_officers() -> None:
    rosa, dolores = lawyer(), client()
    held = also_represents(rosa, dolores)
    request = asks_for_code(rosa, dolores)
    assert (request.asked_as, request.representation_id) == ("representative", held)
    assert told(dolores.actor) == ["representative_code"]
    shown = on_the_desk(dolores)
    assert not shown.without_authority
    assert not shown.unproven
    assert ", who represents Dolores Reyes-Méndez, " in shown.asked_by


def test_a_code_for_a_form_that_nobody_has_used_yet_is_said_to_be_unproven() -> None:
    rosa, dolores = lawyer(), client()
    also_represents(None, dolores)
    asks_for_code(rosa, dolores)
    shown = on_the_desk(dolores)
    assert (shown.unproven, shown.without_authority) == (True, False)


def test_a_code_asked_for_another_s_form_warns_the_officer() -> None:
    rosa, ana, dolores = lawyer(), lawyer(), client()
    also_represents(rosa, dolores)
    asks_for_code(ana, dolores)
    shown = on_the_desk(dolores)
    assert shown.without_authority
    assert shown.asked_by.endswith("as a representative")


def test_a_code_of_one_s_own_warns_of_nothing() -> None:
    dolores = client()
    asks_for_code(dolores.actor, dolores)
    shown = on_the_desk(dolores)
    assert (shown.unproven, shown.without_authority) == (False, False)
    assert told(dolores.actor).count("representative_code") == 0


def test_the_client_hears_that_their_representative_added_the_case() -> None:
    rosa, dolores = lawyer(), client()
    held_id = also_represents(None, dolores)
    with db.write() as session:
        held = session.get_one(Representation, held_id)
        _row, secret = factories.code(session, held)
    with db.write() as session:
        answer = redeem(session, rosa, Claim(dolores.receipt, secret, factories.BORN))
    assert isinstance(answer, Redeemed)
    assert told(dolores.actor) == ["representative_joined"]
    assert rosa.role is Role.REPRESENTATIVE
    assert "representative_joined" not in told(rosa)


def visit(actor: Actor, one: Client, reason: str) -> None:
    field_office()
    answer = sends(actor, typed(str(one.party_id), reason=reason))
    assert isinstance(answer, Submitted), answer


def mailed() -> list[str]:
    return [letter.kind for letter in letters()]


def test_a_client_without_an_account_reads_by_mail_what_was_asked_for_them() -> None:
    rosa, dolores = lawyer(), client(linked=False)
    also_represents(rosa, dolores)
    visit(rosa, dolores, "certified_copy")
    assert mailed() == ["representative_filed"]
    [letter] = letters()
    assert "a visit to an office" in (letter.facts or "")


def test_of_a_request_because_of_t_u_or_vawa_nobody_is_written_to() -> None:
    rosa, dolores = lawyer(), client(linked=False)
    also_represents(rosa, dolores)
    visit(rosa, dolores, "protected_inquiry")
    assert mailed() == []


@pytest.mark.parametrize("what", ["case", "biometrics"])
def test_another_s_client_and_nobody_take_the_same_statements(what: str) -> None:
    """Of an attorney with a hundred clients: the next one cannot be told from nobody."""
    rosa = fill(100)
    theirs = somebody()
    look: Callable[[Session, UUID], object] = {
        "case": lambda s, id: case_page(s, rosa, id),
        "biometrics": lambda s, id: biometrics_page(s, rosa, id),
    }[what]
    there = theirs.case_id if what == "case" else theirs.appointment_id
    protected = somebody(protected=True)
    hidden = protected.case_id if what == "case" else protected.appointment_id
    asked = []
    for id in (there, hidden, uuid4()):
        with statements() as seen, db.read() as session, pytest.raises(NotFound):
            look(session, id)
        asked.append(seen)
    assert asked[0] == asked[1] == asked[2]
