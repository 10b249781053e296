"""How a representation ends, who takes whose place, and what is left of it."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.representation.authority import Action, Barrier
from cx_app.domain.representation.forms import FormRefusal, FormState
from cx_app.gateways import clock
from cx_app.models import (
    G28,
    AccessCode,
    AuditEntry,
    Case,
    OutboundEvent,
    Party,
    Person,
    Representation,
    SafeRepresentative,
)
from cx_app.services.cases.access import may_reach
from cx_app.services.feed.import_lines import Reject, import_lines
from cx_app.services.representation.access import allowed
from cx_app.services.representation.client import asked_of, decline
from cx_app.services.representation.ending import end, withdraw
from cx_app.services.representation.prepare import (
    give_back,
    hand_over,
    prepare,
    send,
    withdraw_form,
)
from tests import factories
from tests.services.feed.lines import REPRESENTATION, line
from tests.services.representation.people import (
    ROSA,
    Client,
    client,
    drafts,
    form,
    held,
    later,
    lawyer,
    matches,
    paralegal,
    sends,
    sent,
    signed,
    signs,
    told,
    typed,
)
from tests.services.representation.sight import acts, reads

pytestmark = pytest.mark.usefixtures("database")


def test_a_client_says_no_and_the_representative_hears_of_it() -> None:
    rosa, dolores = lawyer(), client()
    form_id = sent(rosa, dolores)
    with db.write() as session:
        assert decline(session, dolores.actor, form_id) is None
    assert told(rosa)[-1] == "g28_declined"
    assert not reads(rosa, dolores)


def test_a_form_that_is_taken_back_cannot_be_signed() -> None:
    rosa, dolores = lawyer(), client()
    form_id = sent(rosa, dolores)
    digest = form(form_id).digest
    with db.write() as session:
        assert withdraw_form(session, rosa, form_id) is None
    assert signs(dolores, form_id, digest) is FormRefusal.OVER
    assert told(dolores.actor) == ["g28_asked", "g28_taken_back"]


def test_a_new_representative_takes_the_place_of_the_old_one_and_a_covering_one_does_not() -> None:
    rosa, dolores = lawyer(), client()
    first = signed(rosa, dolores)
    ana = lawyer(ROSA_AS_ANA)
    beside = sent_as(ana, dolores, beside=True)
    assert signs(dolores, beside) is None
    assert held(first).ended_at is None
    third = lawyer(ROSA_AS_ANA)
    replacing = sent_as(third, dolores)
    with db.read() as session:
        [shown] = asked_of(session, dolores.actor)
    assert sorted(shown.ends) == ["Ana Attorney", "Rosa Delgado"]
    assert signs(dolores, replacing) is None
    assert (held(first).ended_by, form(held(first).form_id or uuid4()).state) == (
        "replaced",
        FormState.REPLACED,
    )
    assert [reads(one, dolores) for one in (rosa, ana, third)] == [False, False, True]
    assert told(rosa)[-1] == "representation_ended"


ROSA_AS_ANA = ROSA.__class__(
    **{**{n: getattr(ROSA, n) for n in ROSA.__slots__}, "name": "Ana Attorney"}
)


def sent_as(actor: Actor, one: Client, **facts: object) -> UUID:
    form_id = drafts(actor, one, **facts)
    assert sends(actor, form_id, "Ana Attorney") is None
    matches()
    return form_id


@pytest.mark.parametrize("side", ["client", "representative"])
def test_either_side_ends_it_at_once_and_both_hear_of_it(side: str) -> None:
    rosa, dolores = lawyer(), client()
    one = signed(rosa, dolores)
    with db.write() as session:
        stored, _secret = factories.code(session, session.get_one(Representation, one))
    with db.write() as session:
        if side == "client":
            end(session, dolores.actor, one)
        else:
            assert withdraw(session, rosa, one) is None
    assert (held(one).ended_by, held(one).state) == (side, "ended")
    assert not reads(rosa, dolores)
    assert not acts(rosa, dolores)
    assert told(rosa)[-1] == told(dolores.actor)[-1] == "representation_ended"
    with db.read() as session:
        assert session.get_one(AccessCode, stored.id).void_reason == "representation_ended"
        done = session.exec(
            select(OutboundEvent).where(OutboundEvent.kind == "representation")
        ).all()
        assert sorted(json.loads(e.payload)["what"]["state"] for e in done) == ["ended", "entered"]
        audit = session.exec(select(AuditEntry).where(AuditEntry.case_id == dolores.case_id)).all()
        verb = "end" if side == "client" else "withdraw"
        [act] = [a for a in audit if a.action == f"representation.{verb}"]
        assert act.details == {"party": str(dolores.party_id)}


def test_after_the_end_they_may_read_what_they_filed_and_nothing_else() -> None:
    rosa, dolores = lawyer(), client()
    one = signed(rosa, dolores)
    with db.write() as session:
        assert withdraw(session, rosa, one) is None
    with db.read() as session:
        assert allowed(session, rosa, dolores.case_id, Action.READ_FILED) is None
        assert allowed(session, rosa, dolores.case_id, Action.SUBMIT) is Barrier.OVER
        assert allowed(session, rosa, dolores.case_id, Action.READ) is Barrier.OVER


def test_nobody_else_ends_it() -> None:
    rosa, dolores, other = lawyer(), client(), client()
    one = signed(rosa, dolores)
    for actor in (other.actor, rosa):
        with db.write() as session, pytest.raises(NotFound):
            end(session, actor, one)
    for actor in (other.actor, dolores.actor):
        with db.write() as session, pytest.raises(NotFound):
            withdraw(session, actor, one)


def test_a_paralegal_prepares_and_a_representative_sends() -> None:
    rosa, dolores = lawyer(), client()
    helper = paralegal(rosa)
    form_id = drafts(helper, dolores)
    assert form(form_id).representative_id == rosa.account_id
    assert sends(helper, form_id) is FormRefusal.NOT_THEIRS
    with db.write() as session:
        assert hand_over(session, helper, form_id) is None
        assert give_back(session, rosa, form_id) is None
        assert hand_over(session, helper, form_id) is None
    assert sends(helper, form_id) is FormRefusal.NOT_THEIRS
    assert sends(rosa, form_id) is None
    with db.write() as session:
        assert withdraw_form(session, helper, form_id) is FormRefusal.NOT_THEIRS
    matches()
    assert signs(dolores, form_id) is None
    assert reads(helper, dolores)
    assert not acts(helper, dolores)
    with db.read() as session:
        assert allowed(session, helper, dolores.case_id, Action.PREPARE) is None
        barrier = allowed(session, helper, dolores.case_id, Action.SUBMIT)
    assert barrier is Barrier.REPRESENTATIVE_SIGNS


def test_a_stranger_finds_no_form() -> None:
    rosa, dolores = lawyer(), client()
    form_id = drafts(rosa, dolores)
    for actor in (lawyer(), paralegal(lawyer()), dolores.actor):
        for act in (hand_over, give_back, withdraw_form):
            with db.write() as session, pytest.raises(NotFound):
                act(session, actor, form_id)
        with db.write() as session, pytest.raises(NotFound):
            send(session, actor, [form_id], "Rosa Delgado")
        with db.write() as session, pytest.raises(NotFound):
            prepare(session, actor, typed(dolores), form_id)


def test_forms_in_a_day_are_limited() -> None:
    rosa = lawyer()
    with db.write() as session:
        now = clock.business(session)
        for _n in range(200):
            session.add(
                G28(
                    representative_id=rosa.account_id,
                    prepared_by=rosa.account_id,
                    state=FormState.EXPIRED,
                    created_at=now,
                    updated_at=now,
                    sent_at=now,
                )
            )
    assert sends(rosa, drafts(rosa, client())) is FormRefusal.TOO_MANY
    later(2)
    assert sends(rosa, drafts(rosa, client())) is None


def name_safe(rosa: Actor, one: Client) -> None:
    with db.write() as session:
        session.add(
            SafeRepresentative(
                person_id=one.person_id,
                account_id=rosa.account_id,
                named_by=one.actor.account_id,
                named_at=clock.business(session),
            )
        )


def test_a_protected_client_is_found_only_by_whom_they_named() -> None:
    rosa, dolores = lawyer(), client(protected=True)
    assert form(sent(rosa, dolores)).client_party_id is None
    ana, other = lawyer(), client(protected=True)
    name_safe(ana, other)
    form_id = sent(ana, other)
    assert signs(other, form_id) is None
    assert reads(ana, other)


def test_a_case_that_becomes_protected_is_gone_until_the_client_names_them() -> None:
    rosa, dolores = lawyer(), client()
    signed(rosa, dolores)
    with db.write() as session:
        case = session.get_one(Case, dolores.case_id)
        case.protected = True
        session.add(case)
    assert not reads(rosa, dolores)
    assert not acts(rosa, dolores)
    with db.read() as session, pytest.raises(NotFound):
        allowed(session, rosa, dolores.case_id, Action.READ)
    name_safe(rosa, dolores)
    assert reads(rosa, dolores)
    assert reaches(rosa, dolores)


def reaches(actor: Actor, one: Client) -> bool:
    with db.read() as session:
        return bool(
            session.exec(
                select(Case.id).where(
                    Case.id == one.case_id, may_reach(actor.account_id, col(Case.id))
                )
            ).first()
        )


def test_a_role_of_applicant_alone_sends_nothing() -> None:
    dolores, other = client(), client()
    with db.write() as session, pytest.raises(NotFound):
        prepare(session, other.actor, typed(dolores))
    assert other.actor.role is Role.APPLICANT


def test_what_the_agency_ends_ends_the_form_and_what_it_sends_back_changes_nothing() -> None:
    rosa, dolores = lawyer(), client()
    one = held(signed(rosa, dolores))
    with db.read() as session:
        case, party = (
            session.get_one(Case, dolores.case_id),
            session.get_one(Party, dolores.party_id),
        )
        person = session.get_one(Person, party.person_id).feed_id
    facts: dict[str, object] = {
        "id": one.feed_id,
        "case": case.receipt_number,
        "person": person,
        "role": party.role,
        "representative_name": one.representative_name,
        "since": one.since.isoformat(),
    }
    feeds(line(REPRESENTATION, "r1", **facts))
    assert reads(rosa, dolores)
    later(1)
    with db.read() as session:
        ended = clock.business(session).isoformat()
    feeds(line(REPRESENTATION, "r2", **facts, ended=ended))
    assert not reads(rosa, dolores)
    assert form(one.form_id or uuid4()).state == FormState.ENDED


def feeds(record: bytes) -> None:
    rejects: list[Reject] = []
    import_lines([record], source="test.jsonl", on_reject=rejects.append)
    assert rejects == []
