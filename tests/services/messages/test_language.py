"""A message is in one language: the account's, whatever tab its cause came from."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.cases import form_name
from cx_app.language import _, using
from cx_app.models import Account, InboxMessage
from cx_app.services.access_codes.redeem import redeem
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def test_the_form_is_named_in_the_language_of_the_message() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        session.get_one(Account, filing.account.id).language = "es"
    with using("en"), db.write() as session:
        redeem(session, filing.actor, filing.claim)
    with db.read() as session:
        body = session.exec(select(InboxMessage)).one().body or ""
    english = form_name(filing.case.form)
    with using("es"):
        assert _(english) != english
        assert _(english) in body
    assert english not in body
