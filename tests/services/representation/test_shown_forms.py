"""What a representative sees of their forms and clients, and a client of who represents them."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.representation.accounts import AccountMove, RefusedBecause
from cx_app.domain.representation.forms import FormRefusal
from cx_app.models import Account, Case, CaseLink, Party, Representation, RepresentativeAccount
from cx_app.services.audit.record import record
from cx_app.services.cases.unlink import unlink
from cx_app.services.representation.accounts import decide
from cx_app.services.representation.client import asked_of
from cx_app.services.representation.ending import end, withdraw
from cx_app.services.representation.forms import (
    FormsPage,
    OneForm,
    Shelf,
    colleagues,
    form_of,
    forms_of,
)
from cx_app.services.representation.mine import Mine, my_representatives
from cx_app.services.representation.of_case import acts_for, forms_of_case
from tests import factories
from tests.services.representation.people import (
    Client,
    client,
    drafts,
    form,
    lawyer,
    officer,
    paralegal,
    sends,
    sent,
    signed,
    signs,
)

pytestmark = pytest.mark.usefixtures("database")


def shelf(actor: Actor, which: Shelf, search: str = "", page: int = 1) -> FormsPage:
    with db.read() as session:
        return forms_of(session, actor, which, search, page)


def one(actor: Actor, form_id: UUID) -> OneForm:
    with db.read() as session:
        return form_of(session, actor, form_id)


def mine(whose: Client) -> Mine:
    with db.read() as session:
        return my_representatives(session, whose.actor)


def test_a_form_moves_from_shelf_to_shelf() -> None:
    rosa, dolores = lawyer(), client()
    form_id = drafts(rosa, dolores)
    assert [line.state for line in shelf(rosa, Shelf.OPEN).forms] == ["Draft"]
    assert sends(rosa, form_id) is None
    [line] = shelf(rosa, Shelf.OPEN).forms
    assert (line.state, line.client, line.receipt) == (
        "Waits for the client",
        "Dolores Reyes",
        dolores.receipt,
    )
    assert line.until
    held = signed(rosa, client())
    page = shelf(rosa, Shelf.IN_FORCE)
    assert [line.id for line in page.held] == [str(held)]
    assert page.counts == {Shelf.OPEN: 1, Shelf.IN_FORCE: 1, Shelf.OVER: 0, Shelf.BEFORE: 0}
    with db.write() as session:
        assert withdraw(session, rosa, held) is None
    page = shelf(rosa, Shelf.OVER)
    assert [line.state for line in page.forms] == ["Withdrawn"]
    assert page.counts[Shelf.IN_FORCE] == 0


def test_a_form_of_the_feed_is_among_the_clients_and_can_be_left() -> None:
    rosa, dolores = lawyer(), client()
    with db.write() as session:
        party, account = (
            session.get_one(Party, dolores.party_id),
            session.get_one(Account, rosa.account_id),
        )
        held_id = factories.representation(session, party, account=account).id
    assert [line.id for line in shelf(rosa, Shelf.IN_FORCE).held] == [str(held_id)]
    assert len(shelf(rosa, Shelf.IN_FORCE, dolores.receipt).held) == 1
    assert len(shelf(rosa, Shelf.IN_FORCE, "mendez reyes").held) == 1
    assert shelf(rosa, Shelf.IN_FORCE, "endez").held == []
    assert shelf(rosa, Shelf.IN_FORCE, "%").held == []


def test_a_form_that_waits_looks_the_same_whether_there_is_such_a_case() -> None:
    rosa = lawyer()
    there = one(rosa, sent(rosa, client()))
    missing = one(rosa, sent(rosa, factories.receipt_number()))
    same = ("stands", "state", "tone", "sent", "until", "editable", "may_take_back", "blocked")
    assert [getattr(there, name) for name in same] == [getattr(missing, name) for name in same]


def test_what_is_shown_before_signing_is_what_the_account_has() -> None:
    rosa = lawyer()
    shown = one(rosa, drafts(rosa, client()))
    assert (shown.name, shown.licence, shown.address[0]) == (
        "Rosa Delgado",
        "123456 (IL)",
        "2 Law Court",
    )
    assert shown.may_send
    assert shown.editable


def test_a_paralegal_hands_over_and_never_signs() -> None:
    rosa = lawyer()
    helper = paralegal(rosa)
    shown = one(helper, drafts(helper, client()))
    assert (shown.may_send, shown.may_hand_over) == (False, True)
    with db.read() as session:
        assert [who.id for who in colleagues(session, helper)] == [str(rosa.account_id)]
        assert colleagues(session, rosa) == []


def test_a_suspended_account_signs_nothing_and_is_told_so() -> None:
    rosa = lawyer()
    form_id, staff = drafts(rosa, client()), officer()
    with db.write() as session:
        row = session.exec(
            select(RepresentativeAccount.id).where(
                RepresentativeAccount.account_id == rosa.account_id
            )
        ).one()
        decide(session, staff, row, AccountMove.SUSPEND, RefusedBecause.DISCIPLINED)
    shown = one(rosa, form_id)
    assert not shown.may_send
    assert shown.blocked == "An officer must accept your account before you can send a form."


def test_a_stranger_finds_neither_form_nor_list() -> None:
    rosa, ana, dolores = lawyer(), lawyer(), client()
    form_id = sent(rosa, dolores)
    for actor in (ana, dolores.actor, officer()):
        with db.read() as session, pytest.raises(NotFound):
            form_of(session, actor, form_id)
    with db.read() as session, pytest.raises(Forbidden):
        forms_of(session, dolores.actor, Shelf.OPEN)
    assert shelf(ana, Shelf.OPEN).forms == []


def test_a_client_who_took_the_case_out_of_the_account_signs_nothing() -> None:
    """Whoever closed the account, or removed the case, has no form there any more; the
    representative cannot tell."""
    rosa, dolores = lawyer(), client()
    form_id = sent(rosa, dolores)
    before = one(rosa, form_id)
    with db.write() as session:
        unlink(session, dolores.actor, dolores.case_id)
    with db.read() as session:
        assert asked_of(session, dolores.actor) == []
    with pytest.raises(NotFound):
        signs(dolores, form_id, form(form_id).digest)
    assert one(rosa, form_id) == before
    assert mine(dolores) == Mine()


def test_a_replayed_signature_brings_nobody_back() -> None:
    rosa, dolores = lawyer(), client()
    held = signed(rosa, dolores)
    with db.read() as session:
        form_id = session.get_one(Representation, held).form_id
    assert form_id
    with db.write() as session:
        end(session, dolores.actor, held)
    assert signs(dolores, form_id, form(form_id).digest) is FormRefusal.OVER
    assert mine(dolores).now == []


def test_a_client_sees_who_represents_them_and_what_they_did() -> None:
    rosa, dolores = lawyer(), client()
    sent(lawyer(), dolores)
    assert mine(dolores).waiting == 1
    held, stranger = signed(rosa, dolores), lawyer()
    with db.write() as session:
        record(session, rosa, "biometrics.reschedule", case_id=dolores.case_id)
        record(session, rosa, "biometrics.reschedule", "too_late", case_id=dolores.case_id)
        record(session, stranger, "biometrics.reschedule", case_id=dolores.case_id)
    [line] = mine(dolores).now
    assert (line.name, line.kind, line.may_end) == ("Rosa Delgado", "Attorney", True)
    assert [act.what for act in line.acts] == ["Moved your biometrics appointment."]
    with db.write() as session:
        end(session, dolores.actor, held)
        record(session, rosa, "callback.ask", case_id=dolores.case_id)
    shown = mine(dolores)
    assert shown.now == []
    [line] = shown.before
    assert line.ended
    assert not line.may_end


def test_of_two_clients_in_one_case_neither_reads_what_was_done_for_the_other() -> None:
    rosa, farid = lawyer(), client(role=PartyRole.PETITIONER)
    signed(rosa, farid)
    with db.write() as session:
        case = session.get_one(Case, farid.case_id)
        other = factories.party(session, case, factories.person(session), PartyRole.BENEFICIARY)
        account = session.get_one(Account, rosa.account_id)
        factories.representation(session, other, account=account)
        record(session, rosa, "biometrics.reschedule", case_id=farid.case_id)
    assert [line.acts for line in mine(farid).now] == [[]]


def test_somebody_else_in_the_case_does_not_see_who_represents_whom() -> None:
    rosa, dolores, bystander = lawyer(), client(), client()
    signed(rosa, dolores)
    assert mine(bystander) == Mine()
    with db.write() as session:
        link = session.exec(
            select(CaseLink).where(CaseLink.account_id == dolores.actor.account_id)
        ).one()
        session.delete(link)
    assert mine(dolores) == Mine()


def test_officers_see_the_forms_of_a_case_and_who_may_act() -> None:
    rosa, dolores = lawyer(), client()
    held = signed(rosa, dolores)
    with db.read() as session:
        [line] = forms_of_case(session, session.get_one(Case, dolores.case_id))
        assert (line.state, line.source) == ("In force", "Signed here by both")
        assert acts_for(session, rosa.account_id, dolores.party_id)
        assert not acts_for(session, UUID(int=7), dolores.party_id)
        assert not acts_for(session, None, dolores.party_id)
    with db.write() as session:
        end(session, dolores.actor, held)
    with db.read() as session:
        [line] = forms_of_case(session, session.get_one(Case, dolores.case_id))
        assert line.state.startswith("Ended ")
        assert line.state.endswith("by the client")
        assert not acts_for(session, rosa.account_id, dolores.party_id)
