"""A client without an account signs with what came by mail to their own residence."""

from __future__ import annotations

import json
import re

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.representation.forms import FormRefusal, FormState
from cx_app.models import G28Passcode
from cx_app.services.representation.client import FormView
from cx_app.services.representation.passcode import decline_with, open_form, sign_with
from tests import factories
from tests.services.representation.people import (
    client,
    form,
    later,
    lawyer,
    letters,
    sent,
    told,
)

pytestmark = pytest.mark.usefixtures("database")
BORN = factories.BORN.isoformat()


def mailed() -> str:
    [letter] = [one for one in letters() if one.kind == "g28_passcode"]
    facts = json.loads(letter.facts or "{}")
    assert facts["address"][1:] == factories.HOME
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", facts["code"])
    return str(facts["code"])


def opened(code: str, born: str = BORN, network: str = "home") -> FormView | FormRefusal:
    with db.write() as session:
        return open_form(session, network, code, born)


def test_they_read_sign_once_and_the_representative_never_had_it() -> None:
    rosa, dolores = lawyer(), client(linked=False)
    form_id = sent(rosa, dolores)
    code = mailed()
    view = opened(code.lower())
    assert isinstance(view, FormView)
    assert view.representative == "Rosa Delgado"
    with db.write() as session:
        assert sign_with(session, "home", code, BORN, view.digest, "Dolores Reyes") is None
    assert form(form_id).state == FormState.SIGNED
    with db.write() as session:
        again = sign_with(session, "home", code, BORN, view.digest, "Dolores Reyes")
    assert again is FormRefusal.WRONG_PASSCODE
    assert told(rosa)[-1] == "g28_signed"
    assert [one.kind for one in letters()] == ["g28_passcode", "g28_signed"]


def test_five_wrong_birth_dates_end_the_passcode() -> None:
    sent(lawyer(), client(linked=False))
    code = mailed()
    for n in range(5):
        assert opened(code, "1999-01-01", f"net-{n}") is FormRefusal.WRONG_PASSCODE
    assert opened(code) is FormRefusal.WRONG_PASSCODE
    with db.read() as session:
        assert session.exec(select(G28Passcode.tries)).one() == 5


def test_one_network_may_be_wrong_so_often() -> None:
    sent(lawyer(), client(linked=False))
    code = mailed()
    for _n in range(60):
        assert opened("AAAA-AAAA-AAAA", network="den") is FormRefusal.WRONG_PASSCODE
    assert opened(code, network="den") is FormRefusal.TOO_MANY
    assert isinstance(opened(code), FormView)


def test_it_is_over_when_the_time_to_answer_is() -> None:
    sent(lawyer(), client(linked=False))
    code = mailed()
    later(30)
    assert opened(code) is FormRefusal.TOO_LATE


def test_they_say_no() -> None:
    rosa = lawyer()
    form_id = sent(rosa, client(linked=False))
    code = mailed()
    with db.write() as session:
        assert decline_with(session, "home", code, BORN) is None
    assert form(form_id).state == FormState.DECLINED
    assert opened(code) is FormRefusal.WRONG_PASSCODE
    assert told(rosa)[-1] == "g28_declined"


@pytest.mark.parametrize("why", ["no residence", "protected", "has an account"])
def test_nothing_is_mailed(why: str) -> None:
    one = client(
        linked=why == "has an account",
        residence=None if why == "no residence" else factories.HOME,
        protected=why == "protected",
    )
    sent(lawyer(), one)
    assert letters() == []
