"""A Form G-28 from its draft to its end, with everything that may go wrong with it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import NotFound
from cx_app.domain.representation.forms import FormRefusal, FormState
from cx_app.gateways import clock
from cx_app.models import (
    G28,
    Account,
    G28Signature,
    OutboundEvent,
    Party,
    Representation,
)
from cx_app.services.representation.client import asked_of, decline, sign
from cx_app.services.representation.ending import end
from cx_app.services.representation.prepare import (
    send,
)
from tests import factories
from tests.services.representation.people import (
    client,
    drafts,
    expires,
    form,
    later,
    lawyer,
    matches,
    sends,
    sent,
    signs,
    told,
)
from tests.services.representation.sight import acts, reads
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


def test_both_sign_and_from_then_on_the_representative_acts_and_both_know() -> None:
    rosa, dolores = lawyer(), client()
    form_id = sent(rosa, dolores)
    assert told(dolores.actor) == ["g28_asked"]
    assert not reads(rosa, dolores)
    assert signs(dolores, form_id) is None
    assert reads(rosa, dolores)
    assert acts(rosa, dolores)
    assert told(dolores.actor) == ["g28_asked", "g28_signed"]
    assert told(rosa)[-1] == "g28_signed"
    with db.read() as session:
        rows = session.exec(
            select(G28Signature).where(G28Signature.form_id == form_id).order_by(G28Signature.at)
        ).all()
        assert {row.side: row.name for row in rows} == {
            "representative": "Rosa Delgado",
            "client": "D. Reyes",
        }
        assert {row.digest for row in rows} == {form(form_id).digest}
        [event] = session.exec(
            select(OutboundEvent).where(OutboundEvent.kind == "representation")
        ).all()
        what = json.loads(event.payload)["what"]
        assert (what["state"], what["address"]["zip"]) == ("entered", "62702")


def test_a_signature_that_comes_again_changes_nothing() -> None:
    rosa, dolores = lawyer(), client()
    form_id = sent(rosa, dolores)
    digest = form(form_id).digest
    assert signs(dolores, form_id) is None
    assert signs(dolores, form_id, digest) is FormRefusal.DONE_BEFORE
    [one] = [r for r in representations() if r.form_id == form_id]
    with db.write() as session:
        end(session, dolores.actor, one.id)
    assert signs(dolores, form_id, digest) is FormRefusal.OVER
    assert not reads(rosa, dolores)
    with db.read() as session:
        assert len(session.exec(select(G28Signature)).all()) == 2


def representations() -> list[Representation]:
    with db.read() as session:
        return list(session.exec(select(Representation).order_by(col(Representation.id))))


def test_other_words_than_those_shown_are_not_signed() -> None:
    rosa, dolores = lawyer(), client()
    form_id = sent(rosa, dolores)
    assert signs(dolores, form_id, "0" * 64) is FormRefusal.CHANGED
    with db.write() as session:
        row = session.get_one(G28, form_id)
        row.notices_to_representative = True
        session.add(row)
    assert signs(dolores, form_id) is FormRefusal.CHANGED
    assert form(form_id).state == FormState.AWAITING


def test_a_name_must_be_typed_by_both() -> None:
    rosa, dolores = lawyer(), client()
    form_id = drafts(rosa, dolores)
    assert sends(rosa, form_id, "Somebody Else") is FormRefusal.UNREADABLE
    assert sends(rosa, form_id, " rosa  delgado ") is None
    matches()
    with db.write() as session:
        refused = sign(session, dolores.actor, form_id, form(form_id).digest, "  ")
    assert refused is FormRefusal.UNREADABLE


@pytest.mark.parametrize("why", ["no case", "another birth date", "closed", "supporter", "I-134A"])
def test_whoever_sends_learns_nothing_of_what_is_there(why: str) -> None:
    rosa = lawyer()
    facts: dict[str, object] = {}
    if why == "closed":
        facts["closed"] = True
    if why == "supporter":
        facts["role"] = PartyRole.SUPPORTER
    if why == "I-134A":
        facts["form"] = "I-134A"
    if why == "another birth date":
        facts["born"] = date(1980, 1, 1)
    one = client(**facts)  # type: ignore[arg-type]
    there = drafts(rosa, client())
    missing = drafts(rosa, factories.receipt_number() if why == "no case" else one)
    with db.write() as session:
        assert send(session, rosa, [there, missing], "Rosa Delgado") == {there: None, missing: None}
    matches()
    assert form(missing).client_party_id is None
    assert form(there).client_party_id is not None
    assert told(one.actor) == []
    shown = [(form(one).state, form(one).answer_by) for one in (there, missing)]
    assert shown[0][0] == shown[1][0] == FormState.AWAITING
    later(31)
    assert expires() == 2
    assert told(rosa)[-2:] == ["g28_expired", "g28_expired"]


def test_sending_asks_the_same_of_the_database_whether_the_client_exists(
    database: str,
) -> None:
    rosa = lawyer()
    asked = []
    for receipt in (client().receipt, factories.receipt_number()):
        form_id = drafts(rosa, receipt)
        with statements() as seen:
            assert sends(rosa, form_id) is None
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_nobody_represents_themselves_or_somebody_twice() -> None:
    rosa, dolores = lawyer(), client()
    own = client(born=date(1970, 1, 1))
    with db.write() as session:
        factories.link(
            session,
            session.get_one(Account, rosa.account_id),
            session.get_one(Party, own.party_id),
        )
    form_id = drafts(rosa, own, born="1970-01-01")
    assert sends(rosa, form_id) is FormRefusal.ONESELF
    first = sent(rosa, dolores)
    second = drafts(rosa, dolores, name="D. R. Méndez")
    assert sends(rosa, second) is FormRefusal.ALREADY
    assert signs(dolores, first) is None
    assert sends(rosa, second) is FormRefusal.ALREADY


def test_a_form_g_28_of_the_feed_needs_no_other() -> None:
    rosa, dolores = lawyer(), client()
    with db.write() as session:
        account = session.get_one(Account, rosa.account_id)
        factories.representation(session, session.get_one(Party, dolores.party_id), account=account)
    assert reads(rosa, dolores)
    assert sends(rosa, drafts(rosa, dolores)) is FormRefusal.ALREADY


def test_a_client_who_left_the_case_signs_nothing() -> None:
    rosa, dolores = lawyer(), client()
    form_id = sent(rosa, dolores)
    with db.write() as session:
        party = session.get_one(Party, dolores.party_id)
        party.ended_at = clock.business(session)
        session.add(party)
    with pytest.raises(NotFound):
        signs(dolores, form_id, form(form_id).digest)


def test_another_party_or_account_neither_sees_nor_signs_the_form() -> None:
    rosa, dolores, other = lawyer(), client(), client()
    form_id = sent(rosa, dolores)
    for actor in (other.actor, rosa):
        with db.write() as session:
            assert asked_of(session, actor) == []
            with pytest.raises(NotFound):
                sign(session, actor, form_id, form(form_id).digest, "D. Reyes")
            with pytest.raises(NotFound):
                decline(session, actor, form_id)
