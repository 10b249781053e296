"""What a representative filed, read after the end as well: as they filed it, by them alone, and not
what became of it since (REP-16)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.models import Account, Callback, Case, Party
from cx_app.services.callbacks.asking import Asked, Wish, ask
from cx_app.services.cases.page import case_page
from cx_app.services.representation.ending import end, withdraw
from cx_app.services.representation.filed import Filed, filed
from cx_app.services.representation.forms import Shelf, client_of_mine, forms_of
from tests import factories
from tests.services.biometrics.people import moves, representative, somebody
from tests.services.representation.people import Client, client, lawyer, paralegal, signed
from tests.services.representation.sight import reads

pytestmark = pytest.mark.usefixtures("database")


def calls(actor: Actor, one: Client, note: str) -> None:
    wish = Wish(
        topic="case",
        zone="America/New_York",
        language="en",
        phone=f"212555{uuid4().int % 10_000:04d}",
        case_id=str(one.case_id),
        note=note,
    )
    with db.write() as session:
        made = ask(session, actor, wish, uuid4().hex)
        assert isinstance(made, Asked), made


def read(actor: Actor, held: UUID) -> Filed:
    with db.read() as session:
        return filed(session, actor, held)


def before(actor: Actor) -> list[tuple[str, bool]]:
    with db.read() as session:
        page = forms_of(session, actor, Shelf.BEFORE)
        assert page.counts[Shelf.BEFORE] == len(page.held)
        return [(line.id, line.filed) for line in page.held]


def test_after_the_end_they_read_what_they_filed_and_the_case_no_more() -> None:
    rosa, dolores = lawyer(), client()
    held = signed(rosa, dolores)
    calls(rosa, dolores, "Please call about the notice.")
    calls(dolores.actor, dolores, "Between us.")
    assert before(rosa) == []
    with db.write() as session:
        end(session, dolores.actor, held)
    assert not reads(rosa, dolores)
    page = read(rosa, held)
    assert (page.receipt, bool(page.ended), bool(page.form_id)) == (dolores.receipt, True, True)
    said = [(line.what, [one.answer for one in line.told]) for line in page.lines]
    assert said == [
        ("Request for a call: How my case is going", ["Please call about the notice."]),
        ("Form G-28", []),
    ]
    assert before(rosa) == [(str(held), True)]


def test_what_is_asked_after_the_end_is_not_theirs_to_read() -> None:
    rosa, dolores = lawyer(), client()
    held = signed(rosa, dolores)
    with db.write() as session:
        assert withdraw(session, rosa, held) is None
    calls(dolores.actor, dolores, "On my own now.")
    assert [line.what for line in read(rosa, held).lines] == ["Form G-28"]


def test_nobody_else_reads_it_and_a_protected_case_is_not_there() -> None:
    rosa, ana, dolores = lawyer(), lawyer(), client()
    helper = paralegal(rosa)
    held = signed(rosa, dolores)
    with db.write() as session:
        end(session, dolores.actor, held)
    for actor in (ana, helper, dolores.actor):
        with pytest.raises(NotFound):
            read(actor, held)
    with db.write() as session:
        case = session.get_one(Case, dolores.case_id)
        case.protected = True
        session.add(case)
    with pytest.raises(NotFound):
        read(rosa, held)
    assert before(rosa) == []


def test_whoever_filed_nothing_reads_nothing() -> None:
    rosa, dolores = lawyer(), client()
    with db.write() as session:
        party = session.get_one(Party, dolores.party_id)
        account = session.get_one(Account, rosa.account_id)
        held = factories.representation(session, party, account=account).id
    with db.write() as session:
        assert withdraw(session, rosa, held) is None
    assert before(rosa) == [(str(held), False)]
    with pytest.raises(NotFound):
        read(rosa, held)


def test_another_time_for_an_appointment_is_among_it() -> None:
    one = somebody()
    rosa = representative(one)
    moves(one, actor=rosa)
    with db.read() as session:
        [line] = forms_of(session, rosa, Shelf.IN_FORCE).held
    page = read(rosa, UUID(line.id))
    assert [line.what for line in page.lines] == ["Another time for a biometrics appointment"]
    assert page.lines[0].told[0].question == "Why"


def test_the_case_page_leads_to_withdrawing_from_each_part_in_it() -> None:
    rosa, dolores = lawyer(), client()
    held = signed(rosa, dolores)
    with db.read() as session:
        [part] = case_page(session, rosa, dolores.case_id).parts
        assert (part.id, part.client) == (str(held), "Dolores Reyes-Méndez")
        assert case_page(session, dolores.actor, dolores.case_id).parts == []
        assert client_of_mine(session, rosa, held).receipt == dolores.receipt
    for actor in (lawyer(), paralegal(rosa), dolores.actor):
        with db.read() as session, pytest.raises(NotFound):
            client_of_mine(session, actor, held)


def test_a_call_that_was_taken_in_another_name_is_not_filed_by_it() -> None:
    """Whoever asked for themselves, with the account that represents somebody, filed nothing."""
    rosa, dolores = lawyer(), client()
    held = signed(rosa, dolores)
    calls(rosa, dolores, "For Dolores.")
    with db.write() as session:
        row = session.exec(select(Callback)).one()
        row.asked_as = "self"
        session.add(row)
    assert [line.what for line in read(rosa, held).lines] == ["Form G-28"]
