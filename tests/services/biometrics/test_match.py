"""An appointment found without a code: all three must fit, one answer for everything else, and
nothing of the case comes with it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.biometrics_desk import DeskAnswer
from cx_app.domain.delivery import Reason
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.openings import OpeningReason
from cx_app.models import Account, Case, ClaimDispute, InboxMessage, OutboxMessage
from cx_app.services.biometrics.ask_other import ask_other
from cx_app.services.biometrics.desk_file import AppointmentFile, open_file
from cx_app.services.biometrics.family import my_appointments
from cx_app.services.biometrics.match import Known, Matched, NotMatched, match
from cx_app.services.biometrics.matched import end_match, end_match_as_staff
from cx_app.services.biometrics.reschedule import Moved
from cx_app.services.biometrics.show import biometrics_page
from cx_app.services.biometrics.times import centers
from cx_app.services.cases.overview import my_cases
from cx_app.services.cases.page import case_page
from cx_app.services.messages.paper import Paper, write_letter
from tests import factories
from tests.services.biometrics.people import A_NUMBER, Comes, another, moves, page, somebody
from tests.services.offices.places import officer
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


def known(one: Comes, **changed: object) -> Known:
    facts = {"receipt_number": one.receipt, "a_number": A_NUMBER, "birth_date": factories.BORN}
    return Known(**{**facts, **changed})  # type: ignore[arg-type]


def matches(actor: Actor, what: Known) -> Matched | NotMatched:
    with db.write() as session:
        return match(session, actor, what)


def test_all_three_open_the_appointment_and_nothing_else() -> None:
    one = somebody(linked=False)
    who = another()
    assert matches(who, known(one)) == Matched(one.appointment_id)
    shown = page(one, who)
    assert (shown.matched, shown.case_id, shown.may_move) == (True, "", True)
    with db.read() as session:
        assert my_cases(session, who).cards == []
        assert [line.id for line in my_appointments(session, who).lines] == [
            str(one.appointment_id)
        ]
        with pytest.raises(NotFound):
            case_page(session, who, one.case_id)


def test_it_is_moved_and_a_letter_goes_to_the_home_on_file() -> None:
    one = somebody(linked=False)
    who = another()
    matches(who, known(one))
    assert isinstance(moves(one, actor=who), Moved)
    with db.read() as session:
        letters = session.exec(
            select(OutboxMessage).where(
                OutboxMessage.channel == Channel.LETTER,
                OutboxMessage.kind == Kind.BIOMETRICS_NOTICE,
            )
        ).all()
    assert [letter.person_id for letter in letters] == [one.person_id]


def told_of_match() -> list[InboxMessage]:
    with db.read() as session:
        return list(
            session.exec(select(InboxMessage).where(InboxMessage.kind == Kind.BIOMETRICS_MATCHED))
        )


def letters_of_match() -> list[OutboxMessage]:
    with db.read() as session:
        return list(
            session.exec(
                select(OutboxMessage).where(
                    OutboxMessage.kind == Kind.BIOMETRICS_MATCHED,
                    OutboxMessage.channel == Channel.LETTER,
                )
            )
        )


def test_who_has_the_case_hears_once_that_another_account_found_it() -> None:
    one = somebody()
    who = another()
    assert matches(who, known(one)) == matches(who, known(one))
    said = told_of_match()
    assert [row.account_id for row in said] == [one.actor.account_id]
    assert one.receipt in (said[0].body or "")
    assert "•••@" in (said[0].body or "")
    assert letters_of_match() == []
    assert [line.account for line in page(one).matches] != []
    assert page(one, who).matches == []


def test_where_no_account_has_it_the_person_hears_at_home() -> None:
    one = somebody(linked=False)
    matches(another(), known(one))
    assert told_of_match() == []
    (letter,) = letters_of_match()
    with db.read() as session:
        paper = write_letter(session, letter, "1")
        assert isinstance(paper, Paper)
        assert paper.to[1:] == ["1 Test Street", "El Paso, TX 79901"]
        assert one.receipt in paper.text
    with db.write() as session:
        session.get_one(Case, one.case_id).protected = True
    with db.read() as session:
        assert write_letter(session, letter, "1") is Reason.NO_ADDRESS


def test_finding_ones_own_appointment_is_no_news() -> None:
    one = somebody()
    assert matches(one.actor, known(one)) == Matched(one.appointment_id)
    assert told_of_match() == letters_of_match() == []


def test_who_has_the_case_ends_it_and_the_account_does_not_come_back() -> None:
    one = somebody()
    who = another()
    matches(who, known(one))
    follow_id = UUID(page(one).matches[0].id)
    with db.write() as session:
        assert not end_match(session, who, one.appointment_id, follow_id)
    with db.write() as session:
        assert end_match(session, one.actor, one.appointment_id, follow_id)
        assert not end_match(session, one.actor, one.appointment_id, follow_id)
    with pytest.raises(NotFound):
        page(one, who)
    assert page(one).matches == []
    assert matches(who, known(one)) == NotMatched()
    assert matches(another(), known(one)) == Matched(one.appointment_id)


def test_an_officer_ends_it_for_whoever_called() -> None:
    one = somebody(linked=False)
    who, staff = another(), officer()
    matches(who, known(one))
    with db.write() as session:
        unseen = end_match_as_staff(session, staff, one.appointment_id, UUID(int=1))
        assert unseen is DeskAnswer.NOT_OPENED
        file = open_file(session, staff, one.appointment_id, OpeningReason.CONTACT)
        assert isinstance(file, AppointmentFile)
        follow_id = UUID(file.matches[0].id)
        done = end_match_as_staff(session, staff, one.appointment_id, follow_id)
        again = end_match_as_staff(session, staff, one.appointment_id, follow_id)
    assert (done, again) == (DeskAnswer.DONE, DeskAnswer.TOO_LATE)
    with pytest.raises(NotFound):
        page(one, who)


def test_where_the_person_lives_is_not_told() -> None:
    one = somebody(linked=False)
    who = another()
    matches(who, known(one))
    with db.read() as session:
        assert {line.far for line in centers(session, who, one.appointment_id) or []} == {""}


@pytest.mark.parametrize(
    "changed",
    [
        {"receipt_number": "IOE9999999999"},
        {"a_number": "000000001"},
        {"birth_date": date(1990, 4, 13)},
    ],
)
def test_one_that_does_not_fit_opens_nothing(changed: dict[str, object]) -> None:
    one = somebody(linked=False)
    who = another()
    assert matches(who, known(one, **changed)) == NotMatched()
    with db.read() as session, pytest.raises(NotFound):
        biometrics_page(session, who, one.appointment_id)


def test_somebody_else_of_the_same_case_does_not_fit() -> None:
    one = somebody(linked=False)
    with db.write() as session:
        case = session.get_one(Case, one.case_id)
        other = factories.person(session, a_number="000000009", born=date(1970, 1, 1))
        factories.party(session, case, other)
    mixed = known(one, a_number="000000009")
    assert matches(another(), mixed) == NotMatched()


def test_a_protected_case_answers_as_one_that_is_not_there() -> None:
    one = somebody(linked=False, protected=True)
    assert matches(another(), known(one)) == NotMatched()


def test_what_is_flagged_later_is_closed_at_once() -> None:
    one = somebody(linked=False)
    who = another()
    matches(who, known(one))
    with db.write() as session:
        session.get_one(Case, one.case_id).protected = True
    with db.read() as session, pytest.raises(NotFound):
        biometrics_page(session, who, one.appointment_id)


@pytest.mark.parametrize("role", [Role.REPRESENTATIVE, Role.PARALEGAL])
def test_representatives_come_with_a_code_of_their_own_and_their_paralegals_not_at_all(
    role: Role,
) -> None:
    one = somebody(linked=False)
    with db.write() as session:
        account = factories.account(session, roles=(role,))
        helper = factories.actor_for(account, role)
    assert matches(helper, known(one)) == NotMatched()


def test_failures_pause_as_those_of_codes_do() -> None:
    one = somebody(linked=False)
    who = another()
    answers = [matches(who, known(one, birth_date=date(1990, 1, n))) for n in range(1, 6)]
    assert [isinstance(a, NotMatched) and a.locked_until is None for a in answers[:4]] == [True] * 4
    last = answers[4]
    assert isinstance(last, NotMatched)
    assert last.locked_until
    assert isinstance(matches(who, known(one)), NotMatched)


def test_every_failure_runs_the_same_statements() -> None:
    one = somebody(linked=False)
    hidden = somebody(linked=False, protected=True, a_number="000000033")
    failing = [
        known(one, receipt_number="IOE9999999999"),
        known(one, a_number="000000001"),
        known(one, birth_date=date(1980, 1, 1)),
        known(hidden, a_number="000000033"),
    ]
    seen = []
    for what in failing:
        with statements() as ran:
            matches(another_quietly(), what)
        seen.append([" ".join(text.split())[:80] for text in ran])
    assert all(one_run == seen[0] for one_run in seen)


def another_quietly() -> Actor:
    with db.write() as session:
        return factories.actor_for(factories.account(session))


def test_whoever_is_disputed_as_this_party_only_reads() -> None:
    one = somebody(linked=False)
    who = another()
    matches(who, known(one))
    with db.write() as session:
        now = session.get_one(Account, who.account_id).created_at
        session.add(
            ClaimDispute(
                case_id=one.case_id,
                party_id=one.party_id,
                disputed_id=who.account_id,
                opened_by=UUID(str(one.actor.account_id)),
                ground="unknown_account",
                opened_at=now,
                lapses_at=now + timedelta(days=30),
            )
        )
    assert page(one, who).rule.code == "paused"
    with db.write() as session:
        assert ask_other(session, who, one.appointment_id, "A reason of many words") == "paused"
