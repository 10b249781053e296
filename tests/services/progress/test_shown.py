"""Who sees an estimate, every answer it may give, and that it says nothing of who they are."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Role
from cx_app.domain.progress.receipt import made_again
from cx_app.gateways import clock
from cx_app.models import AuditEntry, Case, CaseEvent
from cx_app.models.base import uuid7
from cx_app.services.cases.page import case_page
from cx_app.services.changes import case_topic, versions
from cx_app.services.policy.current import policy
from cx_app.services.progress.desk import desk, start, stop
from cx_app.services.progress.shown import progress_of
from cx_app.services.progress.tables import stored
from cx_app.services.progress.views import Progress
from cx_app.settings import settings
from tests import factories
from tests.services.progress.test_histories import file, noon
from tests.services.progress.test_tables import OFFICE, fit, many, today
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")
ALIKE = {"form": "I-90", "category": "renewal", "office": "North"}


class Filed:
    """A linked case, and its person's view of it."""

    def __init__(self, age: int = 40, *events: str, **facts: Any) -> None:
        received = today() - timedelta(days=age)
        with db.write() as session:
            filing = factories.filing(
                session, **(ALIKE | {"received_on": received, "status_code": "IAF"} | facts)
            )
            factories.link(session, filing.account, filing.party)
            filing.case.status_at = noon(received)
            session.add(filing.case)
            self.case_id, self.actor, self.party = filing.case.id, filing.actor, filing.party
        for code in events:
            self.happens(code)

    def happens(self, code: str, ago: int = 3) -> None:
        with db.write() as session:
            at = noon(today() - timedelta(days=ago))
            event = CaseEvent(feed_id=str(uuid7()), case_id=self.case_id, code=code, at=at)
            event.recorded_at = at
            session.add(event)
            case = session.get_one(Case, self.case_id)
            case.status_code, case.status_at = code, at
            session.add(case)

    def sees(self, actor: Any = None) -> Progress:
        with db.read() as session:
            return case_page(session, actor or self.actor, self.case_id).progress


def represented(filed: Filed) -> Any:
    with db.write() as session:
        lawyer = factories.account(session)
        factories.representation(session, filed.party, account=lawyer)
        return factories.actor_for(lawyer, Role.REPRESENTATIVE)


def version_of(filed: Filed) -> dict[str, int]:
    with db.read() as session:
        return versions(session, {case_topic(filed.case_id)})


def later(days: int) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(days=days))


@pytest.fixture
def counted(database: str) -> None:
    many()
    fit()


@pytest.mark.usefixtures("counted")
class TestAnswers:
    def test_an_estimate_says_when_of_how_many_and_how_sure(self) -> None:
        seen = Filed().sees()
        assert (seen.status, seen.title) == ("estimated", "How long still?")
        assert "Half of the cases like yours" in seen.sentences[0]
        assert "Of 100 cases like yours that still waited after 40 days" in seen.sentences[1]
        assert "of the same form" in seen.sure.similar
        assert "no record yet" in seen.sure.record
        assert "public page says" in seen.sure.public
        assert [row.what for row in seen.rows][1] == "50 of 100 decided by"
        assert all(f"{row.what}: {row.value}" in seen.picture.label for row in seen.rows)

    def test_the_form_speaks_where_the_office_is_small_and_says_so(self) -> None:
        seen = Filed().sees()
        assert "in all offices" in seen.sure.similar
        assert any("Your office alone has too few" in note for note in seen.notes)

    def test_evidence_asked_pauses_and_evidence_received_goes_on(self) -> None:
        filed = Filed(40, "FBA")
        seen = filed.sees()
        assert (seen.status, seen.turn, seen.rows) == ("paused", "You", [])
        assert seen.inquiry == ""
        assert ("More evidence", "now") in [(mark.name, mark.mark) for mark in seen.marks]
        filed.happens("FBB", ago=1)
        assert filed.sees().status == "estimated"

    def test_a_hold_pauses_with_its_reason_and_says_whose_turn_it_is(self) -> None:
        since = noon(today() - timedelta(days=9))
        seen = Filed(hold_reason="visa_number", hold_since=since).sees()
        assert (seen.status, seen.turn, seen.turn_since) == (
            "paused",
            "Another agency",
            "for 9 days",
        )
        assert "It is waiting for a visa number." in seen.sentences
        assert "takes questions about your case" in seen.inquiry

    def test_whoever_waits_longest_hears_when_to_ask_and_no_date(self) -> None:
        ask_on = today() + timedelta(days=20)
        seen = Filed(280, inquiry_on=ask_on).sees()
        assert seen.status in {"longer_than_expected", "beyond_history"}
        assert "You can ask the agency about your case from" in seen.inquiry
        assert seen.inquiry_link == settings.inquiry_url
        assert (seen.rows, seen.picture.label) == ([], "")

    def test_a_day_to_ask_that_is_past_says_so(self) -> None:
        asked_on = today() - timedelta(days=20)
        assert (
            "has taken questions about your case since"
            in Filed(280, inquiry_on=asked_on).sees().inquiry
        )

    def test_without_an_inquiry_date_none_is_made_up(self) -> None:
        assert "has not said" in Filed(280).sees().inquiry

    @pytest.mark.parametrize(
        ("form", "status"),
        [("I-485", "too_few"), ("I-821", "no_designation"), ("I-751", "not_offered")],
    )
    def test_forms_without_an_estimate_say_why(self, form: str, status: str) -> None:
        seen = Filed(form=form, office="Elsewhere").sees()
        assert (seen.status, seen.rows) == (status, [])
        assert seen.title
        assert seen.sentences

    @pytest.mark.parametrize(("form", "may"), [("I-485", True), ("I-821", False), ("I-751", False)])
    def test_nobody_is_offered_to_hear_of_an_estimate_that_never_comes(
        self, form: str, *, may: bool
    ) -> None:
        assert Filed(form=form, office="Elsewhere").sees().may_wish is may

    def test_old_counts_grey_the_steps_of_a_decided_case_too(self) -> None:
        filed = Filed(120, "DA")
        assert not filed.sees().greyed
        later(20)
        seen = filed.sees()
        assert (seen.status, seen.greyed) == ("done", True)

    def test_counts_are_greyed_then_refused(self) -> None:
        filed = Filed(10)
        assert not filed.sees().greyed
        later(20)
        seen = filed.sees()
        assert (seen.greyed, seen.status) == (True, "estimated")
        assert any("days old" in note for note in seen.notes)
        later(30)
        assert filed.sees().status == "stale"

    def test_a_clock_in_another_year_says_nothing(self) -> None:
        """Far ahead of the counts, or far behind them."""
        filed = Filed(10)
        fit(today() + timedelta(days=400))
        assert filed.sees().status == "stale"
        later(800)
        assert filed.sees().status == "stale"

    def test_every_milestone_ahead_says_by_when_or_why_not(self) -> None:
        for filed in (Filed(40), Filed(280), Filed(40, "FBA"), Filed(40, form="N-400")):
            ahead = [mark for mark in filed.sees().marks if mark.mark == "ahead"]
            assert ahead
            assert all(mark.when for mark in ahead)

    @pytest.mark.parametrize("form", ["I-821", "I-751"])
    def test_where_the_form_has_no_estimate_every_step_ahead_says_why(self, form: str) -> None:
        ahead = [mark for mark in Filed(form=form).sees().marks if mark.mark == "ahead"]
        assert ahead
        assert all(mark.when.startswith("no date") for mark in ahead)

    def test_a_card_is_not_dated_while_its_form_is_stopped_and_says_so(self) -> None:
        """Also of a case that is decided and has nothing else to say."""
        filed = Filed(120, "DA")
        with db.write() as session:
            boss = factories.actor_for(factories.account(session), Role.SUPERVISOR)
            stop(session, boss, "I-90", "We doubt them")
        seen = filed.sees()
        card = next(mark for mark in seen.marks if mark.name == "Card mailed")
        assert (card.when, card.rows) == ("no date while we check our estimates", [])
        assert seen.sure.receipt == ""

    def test_a_card_has_no_date_before_the_approval_and_a_reason(self) -> None:
        marks = {mark.name: mark.when for mark in Filed().sees().marks}
        assert marks["Card mailed"] == "no date before your case is approved"
        assert marks["Decision"].startswith("half of them")

    def test_a_step_ahead_has_a_picture_its_words_a_table_and_what_stands_behind_it(self) -> None:
        marks = {mark.name: mark for mark in Filed().sees().marks}
        step = marks["Biometrics"]
        assert "Of 100 cases like yours that still waited for this step after 40" in step.sentence
        assert [row.what for row in step.rows][1] == "50 of 100 by"
        assert step.band.width
        assert all(f"{row.what}: {row.value}" in step.band.label for row in step.rows)
        behind = " ".join(step.sure)
        for part in ("It counts", "counts go up to", "no record yet", "public page has no figure"):
            assert part in behind
        assert "decided without this step" in behind

    def test_steps_stand_on_one_time_line_and_only_one_picture_says_the_decision(self) -> None:
        seen = Filed().sees()
        bands = [mark.band for mark in seen.marks if mark.band.width]
        assert len(bands) == 2
        assert len({band.until for band in bands}) == 1
        by_name = {mark.name: mark for mark in seen.marks}
        assert (by_name["Decision"].band.label, by_name["Decision"].rows) == ("", [])
        assert seen.picture.label

    def test_a_card_is_counted_from_the_approval_and_has_a_receipt(self) -> None:
        seen = Filed(120, "DA").sees()
        card = next(mark for mark in seen.marks if mark.name == "Card mailed")
        assert (seen.status, card.mark) == ("done", "ahead")
        assert "with no card 3 days after they were approved" in card.sentence
        assert not any("without this step" in one for one in card.sure)
        kept = json.loads(seen.sure.receipt)
        assert kept["milestone"] == "card"
        with db.read() as session:
            assert made_again(stored(session, kept["counts"]), kept) == kept["said"]

    def test_a_step_without_an_estimate_has_no_picture(self) -> None:
        for filed in (Filed(40, "FBA"), Filed(form="I-485", office="Elsewhere")):
            for mark in filed.sees().marks:
                assert (mark.band.width, mark.sentence, mark.rows, mark.sure) == ("", "", [], [])

    def test_an_estimate_costs_no_query_beyond_the_case_itself(self) -> None:
        """Tables and records are kept by the process: only the case, its moves and the switch."""
        filed = Filed()
        filed.sees()
        with db.read() as session:
            case = session.get_one(Case, filed.case_id)
            policy(session, clock.business(session))
            with statements() as seen:
                assert progress_of(session, case, spared=False).rows
        read = {table for one in seen for table in re.findall(r"FROM (\w+)", one)}
        assert read == {"case_event", "progress_switch", "progress_statement"}
        assert len(seen) == len(read)

    def test_the_receipt_of_a_page_is_of_every_date_on_it(self) -> None:
        """Each is made again from its own table (MP-25)."""
        kept = json.loads(Filed().sees().sure.receipt)
        assert [step["milestone"] for step in kept["steps"]] == ["biometrics"]
        with db.read() as session:
            for one in (kept, *kept["steps"]):
                assert made_again(stored(session, one["counts"]), one) == one["said"]

    def test_reviews_and_oaths_are_not_estimated_and_say_why(self) -> None:
        marks = {mark.name: mark.when for mark in Filed(form="N-400").sees().marks}
        assert marks["Review"] == "no date: it begins after the interview"
        assert marks["Oath"] == "no date: the agency does not tell us of oaths"

    def test_a_decided_case_has_a_path_and_no_estimate(self) -> None:
        seen = Filed(40, "DA").sees()
        assert (seen.status, seen.title, seen.sentences) == ("done", "", [])
        assert ("Card mailed", "ahead") in [(mark.name, mark.mark) for mark in seen.marks]

    def test_a_form_is_stopped_at_once_and_goes_on(self) -> None:
        filed = Filed()
        with db.write() as session:
            boss = factories.actor_for(factories.account(session), Role.SUPERVISOR)
            assert not stop(session, boss, "I-90", "  ")
            assert stop(session, boss, "I-90", "We doubt them")
        assert filed.sees().status == "stopped"
        with db.write() as session:
            assert desk(session, boss).forms[0].stopped.endswith("We doubt them")
            assert start(session, boss, "I-90")
            assert not start(session, boss, "I-90")
        assert filed.sees().status == "estimated"
        with db.read() as session:
            actions = [row.action for row in session.exec(select(AuditEntry))]
        assert {"progress.stop", "progress.start"} <= set(actions)

    def test_nothing_of_who_it_is_is_in_what_it_is_made_from(self) -> None:
        filed = Filed()
        with db.read() as session:
            receipt = session.get_one(Case, filed.case_id).receipt_number
        seen = filed.sees()
        assert receipt not in str(seen)
        assert str(filed.case_id) not in str(seen)

    def test_two_people_with_cases_alike_are_told_the_same(self) -> None:
        first, second = Filed().sees(), Filed().sees()
        assert first == second


def test_a_form_with_designations_is_estimated_within_one() -> None:
    """Other cases of the form do not stand for it, however many there are (MP-29)."""
    own, other = "TPS-A-2025", "TPS-B-2026"
    office = OFFICE._replace(form="I-821", designation=own)
    for number in range(80):
        received = today() - timedelta(days=200 - number)
        file(("DA", noon(received + timedelta(days=100))), received=received, stratum=office)
    for _ in range(20):
        file(received=today() - timedelta(days=90), stratum=office)
    fit()
    asked = {"form": "I-821", "designation": own}
    seen = Filed(40, **asked).sees()
    assert (seen.status, "same program" in seen.sure.similar) == ("estimated", True)
    assert "It counts 100 cases" in seen.sure.similar
    assert Filed(40, **(asked | {"designation": other})).sees().status == "too_few"
    assert Filed(40, form="I-821").sees().status == "no_designation"


def test_before_the_first_table_it_says_so() -> None:
    assert Filed().sees().status == "no_counts"
