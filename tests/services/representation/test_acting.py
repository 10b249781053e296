"""A representative acts for a client: the client hears of it, officers read who asked for whom."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.models import Callback
from cx_app.services.callbacks.asking import Asked, AskRefusal, Wish, ask
from cx_app.services.representation.acting import acting_in_call, who_for_whom
from cx_app.services.representation.ending import withdraw
from tests.services.representation.people import Client, client, lawyer, paralegal, signed, told

pytestmark = pytest.mark.usefixtures("database")


def asks_for(actor: Actor, one: Client) -> Asked | AskRefusal:
    wish = Wish(
        topic="case",
        zone="America/New_York",
        language="en",
        phone="2125550123",
        case_id=str(one.case_id),
    )
    with db.write() as session:
        return ask(session, actor, wish, uuid4().hex)


def test_a_call_that_was_asked_for_a_client_is_known_to_both_and_to_officers() -> None:
    rosa, one = lawyer(), client()
    held = signed(rosa, one)
    made = asks_for(rosa, one)
    assert isinstance(made, Asked), made
    assert told(one.actor).count("representative_asked") == 1
    assert "representative_asked" not in told(rosa)
    with db.read() as session:
        row = session.exec(select(Callback)).one()
        assert (row.asked_as, row.account_id) == ("representative", rosa.account_id)
        said = who_for_whom(session, row.account_id, row.party_id)
        assert said.startswith("Rosa Delgado, who represents ")
        assert acting_in_call(session, rosa, made.reference)
        assert acting_in_call(session, one.actor, made.reference) == ""
    with db.write() as session:
        assert withdraw(session, rosa, held) is None
    with db.read() as session:
        assert acting_in_call(session, rosa, made.reference) == ""
        assert who_for_whom(session, row.account_id, row.party_id) == said


def test_a_client_who_asks_themselves_is_told_nothing_of_a_representative() -> None:
    one = client()
    assert isinstance(asks_for(one.actor, one), Asked)
    assert "representative_asked" not in told(one.actor)


def test_a_paralegal_and_another_office_ask_for_nobody() -> None:
    rosa, ana, one = lawyer(), lawyer(), client()
    helper = paralegal(rosa)
    signed(rosa, one)
    for actor in (helper, ana):
        with pytest.raises(NotFound):
            asks_for(actor, one)
    with db.read() as session:
        assert session.exec(select(Callback)).all() == []
