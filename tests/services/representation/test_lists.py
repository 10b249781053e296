"""Many cases from a file: each line is an act of its own, with the answers of that act (REP-17)."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.representation.forms import FormState
from cx_app.domain.representation.lists import ListFlaw, ListState, Outcome
from cx_app.models import G28, Account, Case, ListedCase, Party, TeamMember
from cx_app.services.access_codes.redeem import Claim, Redeemed, redeem
from cx_app.services.representation.lists import (
    ListView,
    add_listed,
    begin_list,
    drop_list,
    forget_lists,
    list_csv,
    newest_list,
    take_list,
)
from cx_app.services.representation.team import leave
from tests import factories
from tests.services.representation.people import (
    client,
    drafts,
    later,
    lawyer,
    paralegal,
    signed,
)
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")
HEAD = "Receipt number,Birth date,Client,Access code\n"


def sends_file(actor: Actor, *lines: str) -> UUID:
    with db.write() as session:
        made = take_list(session, actor, (HEAD + "\n".join(lines) + "\n").encode())
        assert isinstance(made, UUID), made
        return made


def begins(actor: Actor, list_id: UUID) -> bool:
    with db.write() as session:
        return begin_list(session, actor, list_id)


def works() -> int:
    done = 0
    while True:
        with db.write() as session:
            if not add_listed(session):
                return done
        done += 1


def seen(actor: Actor) -> ListView:
    with db.read() as session:
        found = newest_list(session, actor)
        assert found is not None
        return found


def outcomes(actor: Actor) -> dict[int, str]:
    return {line.number: line.outcome for line in seen(actor).lines}


def test_two_hundred_lines_with_seven_bad_ones() -> None:
    rosa = lawyer()
    good = [f"IOE{7_000_000_000 + n},1980-02-29,Client {n}," for n in range(193)]
    bad = [
        "IOE12,1980-02-29,Ana,",
        "IOE7100000001,1980-02-30,Ana,",
        "IOE7100000002,,Ana,",
        "IOE7100000003,1980-02-29,,",
        "IOE7100000004,1980-02-29,Ana,short",
        "IOE7000000005,2/29/1980,Twice,",
        ",,,?",
    ]
    one = sends_file(rosa, *good[:100], *bad, *good[100:])
    before = seen(rosa)
    assert (before.state, before.total, before.waiting) == (ListState.READ, 200, 193)
    assert works() == 0, "nothing is added before it is said"
    assert begins(rosa, one)
    assert not begins(rosa, one), "twice is once"
    assert works() == 193
    after = seen(rosa)
    assert (after.state, after.good, after.bad, after.waiting) == (ListState.DONE, 193, 7, 0)
    assert [line.number for line in after.lines[:7]] == list(range(102, 109))
    with db.write() as session:
        states = session.exec(select(G28.state)).all()
        sheet = list_csv(session, rosa, one)
    assert Counter(states) == {FormState.DRAFT: 193}
    assert sheet.count("\r\n") == 201


def test_a_code_adds_the_case_and_is_gone_afterwards() -> None:
    rosa, one = lawyer(), client()
    with db.write() as session:
        account = session.get_one(Account, rosa.account_id)
        held = factories.representation(session, session.get_one(Party, one.party_id))
        assert held.account_id is None
        _row, secret = factories.code(session, held)
        assert account.id == rosa.account_id
    born = factories.BORN.isoformat()
    begins(rosa, sends_file(rosa, f"{one.receipt},{born},Dolores,{secret}"))
    assert works() == 1
    assert outcomes(rosa) == {2: Outcome.ADDED}
    with db.read() as session:
        [row] = session.exec(select(ListedCase)).all()
        assert secret.replace("-", "") not in (row.line or "").replace("-", "")


def test_codes_that_do_not_match_are_counted_like_typed_ones() -> None:
    rosa = lawyer()
    wrong = [f"IOE{7_200_000_000 + n},1980-02-29,Ana,ABCD-EFGH-JKMN" for n in range(9)]
    begins(rosa, sends_file(rosa, *wrong))
    assert works() == 9
    counted = Counter(outcomes(rosa).values())
    assert counted[Outcome.NO_MATCH] > 0
    assert counted[Outcome.LOCKED] > 0
    assert set(counted) == {Outcome.NO_MATCH, Outcome.LOCKED}


def test_what_they_have_is_not_made_again() -> None:
    rosa, one, another = lawyer(), client(), client()
    signed(rosa, one)
    drafts(rosa, another)
    born = factories.BORN.isoformat()
    begins(rosa, sends_file(rosa, *(f"{who.receipt},{born},D," for who in (one, another))))
    works()
    assert set(outcomes(rosa).values()) == {Outcome.ALREADY}


def test_a_line_says_the_same_whether_there_is_such_a_case_or_not() -> None:
    rosa, one = lawyer(), client()
    born = factories.BORN.isoformat()
    begins(rosa, sends_file(rosa, f"{one.receipt},{born},D,", f"IOE7300000000,{born},D,"))
    works()
    assert set(outcomes(rosa).values()) == {Outcome.FORM}


def test_a_paralegal_s_file_waits_for_the_representative_and_holds_no_codes() -> None:
    rosa = lawyer()
    helper = paralegal(rosa)
    begins(
        helper,
        sends_file(
            helper,
            "IOE7400000000,1980-02-29,Ana,",
            "IOE7400000001,1980-02-29,Ana,ABCD-EFGH-JKMN",
        ),
    )
    works()
    assert outcomes(helper) == {2: Outcome.FOR_REVIEW, 3: Outcome.NOT_THEIRS}
    with db.read() as session:
        [form] = session.exec(select(G28)).all()
        assert (form.representative_id, form.state) == (rosa.account_id, FormState.REVIEW)


def test_who_left_the_team_adds_nothing_more() -> None:
    rosa = lawyer()
    helper = paralegal(rosa)
    begins(helper, sends_file(helper, "IOE7500000000,1980-02-29,Ana,"))
    with db.write() as session:
        member = session.exec(
            select(TeamMember.id).where(TeamMember.account_id == helper.account_id)
        ).one()
        assert leave(session, rosa, member) is None
    assert works() == 1
    with db.read() as session:
        assert session.exec(select(ListedCase.outcome)).all() == [Outcome.ENDED]
        assert session.exec(select(G28)).all() == []


def test_of_a_dropped_file_nothing_stays() -> None:
    rosa = lawyer()
    one = sends_file(rosa, "IOE7600000000,1980-02-29,Ana,")
    with db.write() as session:
        assert drop_list(session, rosa, one)
        assert newest_list(session, rosa) is None
        assert not begin_list(session, rosa, one)
        assert session.exec(select(ListedCase.line_sealed)).all() == [None]
        assert session.exec(select(Case)).all() == []


def test_a_file_that_is_over_is_forgotten_after_thirty_days() -> None:
    rosa = lawyer()
    done = sends_file(rosa, "IOE7610000000,1980-02-29,Ana,")
    later(20)
    begins(rosa, done)
    works()
    with db.write() as session:
        unused = take_list(session, lawyer(), (HEAD + "IOE7610000001,1980-02-29,Ana,\n").encode())
        assert isinstance(unused, UUID)
    later(29)
    assert (forgets(), len(seen(rosa).lines)) == (0, 1)
    later(1)
    assert (forgets(), forgets()) == (2, 0)
    with db.write() as session:
        assert newest_list(session, rosa) is None
        assert session.exec(select(ListedCase)).all() == []
        assert not begin_list(session, rosa, done)
        with pytest.raises(NotFound):
            list_csv(session, rosa, done)
        assert len(session.exec(select(G28)).all()) == 1, "what came of it stays"


def test_a_file_that_goes_on_is_not_forgotten() -> None:
    rosa = lawyer()
    begins(rosa, sends_file(rosa, "IOE7620000000,1980-02-29,Ana,"))
    later(31)
    assert forgets() == 0
    assert works() == 1


def forgets() -> int:
    with db.write() as session:
        return forget_lists(session)


def test_of_a_dropped_file_no_tab_reads_a_line() -> None:
    rosa = lawyer()
    one = sends_file(rosa, "IOE7630000000,1980-02-29,Ana,")
    with db.write() as session:
        assert drop_list(session, rosa, one)
        with pytest.raises(NotFound):
            list_csv(session, rosa, one)


def test_a_code_of_a_line_costs_the_same_however_many_clients_there_are() -> None:
    """Forty clients ask no more of the database, and read no more cases, than one does."""
    assert cost_of_a_code(1) == cost_of_a_code(40)


def cost_of_a_code(clients: int) -> tuple[int, int]:
    rosa, one, read = lawyer(), client(), []
    with db.write() as session:
        account = session.get_one(Account, rosa.account_id)
        for _n in range(clients):
            factories.representation(session, factories.filing(session).party, account=account)
        held = factories.representation(session, session.get_one(Party, one.party_id))
        _row, secret = factories.code(session, held)
    claim = Claim(one.receipt, secret, factories.BORN)

    def note(case: Case, *_more: object) -> None:
        read.append(case.receipt_number)

    event.listen(Case, "load", note)
    try:
        with statements() as asked, db.write() as session:
            assert redeem(session, rosa, claim) == Redeemed(one.case_id)
    finally:
        event.remove(Case, "load", note)
    with db.write() as session:
        assert redeem(session, rosa, claim) == Redeemed(one.case_id, again=True)
    return len(asked), len(read)


def test_a_file_is_its_sender_s_alone() -> None:
    rosa, ana, one = lawyer(), lawyer(), client()
    made = sends_file(rosa, "IOE7700000000,1980-02-29,Ana,")
    with db.write() as session:
        assert newest_list(session, ana) is None
        for act in (begin_list, drop_list, list_csv):
            with pytest.raises(NotFound):
                act(session, ana, made)
        with pytest.raises(Forbidden):
            take_list(session, one.actor, HEAD.encode())
        assert take_list(session, rosa, HEAD.encode()) is ListFlaw.EMPTY
