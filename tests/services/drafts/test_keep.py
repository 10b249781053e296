"""What was typed survives, sealed, for its own account alone."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Actor
from cx_app.models import Draft
from cx_app.services.drafts.keep import MAX_FIELD, drop_draft, keep_draft, load_draft
from tests import factories
from tests.factories import actor_for
from tests.services.attachments.asked import proven

pytestmark = pytest.mark.usefixtures("database")
FORM = "add_case"


@pytest.fixture
def actor(database: str) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session))


def keep(actor: Actor, form: str = FORM, **values: str) -> None:
    with db.write() as session:
        keep_draft(session, actor, form, values)


def load(actor: Actor, form: str = FORM) -> dict[str, str]:
    with db.read() as session:
        return load_draft(session, actor, form)


def test_what_was_typed_last_comes_back(actor: Actor) -> None:
    assert load(actor) == {}
    keep(actor, receipt="IOE", code="AB")
    keep(actor, receipt="IOE09", name="Ñandú 🙂")
    assert load(actor) == {"receipt": "IOE09", "name": "Ñandú 🙂"}
    with db.read() as session:
        assert len(session.exec(select(Draft)).all()) == 1


def test_each_form_and_each_account_has_its_own(actor: Actor) -> None:
    with db.write() as session:
        other = actor_for(factories.account(session))
    keep(actor, receipt="mine")
    keep(actor, "search", receipt="elsewhere")
    assert load(other) == {}
    keep(other, receipt="theirs")
    assert (load(actor), load(actor, "search")) == ({"receipt": "mine"}, {"receipt": "elsewhere"})


def test_a_draft_that_was_sent_is_gone(actor: Actor) -> None:
    keep(actor, receipt="IOE")
    for _ in range(2):
        with db.write() as session:
            drop_draft(session, actor, FORM)
    assert load(actor) == {}
    with db.read() as session:
        assert session.exec(select(Draft)).all() == []


def test_nothing_typed_is_kept_in_the_clear(actor: Actor) -> None:
    keep(actor, receipt="IOE0912345678")
    with db.read() as session:
        row = session.exec(select(Draft)).one()
        assert "IOE0912345678" not in str(row.model_dump())


def test_very_long_fields_are_cut(actor: Actor) -> None:
    keep(actor, receipt="x" * (MAX_FIELD + 1))
    assert len(load(actor)["receipt"]) == MAX_FIELD


def test_the_forms_of_a_visitor_do_not_mix_and_go_one_by_one(database: str) -> None:
    with db.write() as session:
        visitor = proven(session)
    keep(visitor, "support", note="My page stays empty.")
    keep(visitor, "appointment_request", note="I need a stamp.")
    assert load(visitor, "support") == {"note": "My page stays empty."}
    with db.write() as session:
        drop_draft(session, visitor, "support")
    assert load(visitor, "support") == {}
    assert load(visitor, "appointment_request") == {"note": "I need a stamp."}
