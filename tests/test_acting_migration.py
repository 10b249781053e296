"""Requests for codes from before they said as whom somebody asked: those for a representative's own
code were asked as one. What people chose not to share stays so."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app import migrate
from cx_app.models import Account, CodeRequest, Party, Representation
from cx_app.services.access_codes.request import request_code
from tasks.access_codes import match
from tests import factories
from tests.services.representation.people import client, lawyer

pytestmark = pytest.mark.usefixtures("database")


def test_older_requests_say_as_whom_they_were_asked() -> None:
    rosa, dolores, other = lawyer(), client(), client()
    with db.write() as session:
        party = session.get_one(Party, dolores.party_id)
        account = session.get_one(Account, rosa.account_id)
        factories.representation(session, party, account=account)
        request_code(session, rosa, dolores.receipt, factories.BORN)
        request_code(session, other.actor, other.receipt, factories.BORN)
    match()
    migrate.downgrade("0041-1")
    migrate.upgrade()
    with db.read() as session:
        asked = {row.account_id: row.asked_as for row in session.exec(select(CodeRequest))}
        assert asked == {rosa.account_id: "representative", other.actor.account_id: "self"}
        assert session.exec(select(Representation.messages_shared)).all() == [False]
