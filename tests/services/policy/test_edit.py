"""A rule changes from a day on, by a new row, within what is allowed, and never backwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointment_requests import RequestReason
from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.domain.policy_changes import SHAPES, Number, PolicyMistake
from cx_app.gateways import clock
from cx_app.language import using
from cx_app.models import AuditEntry, PolicySetting
from cx_app.services.appointment_requests.form import form_page
from cx_app.services.appointment_requests.reasons import REASONS as REASON_WORDS
from cx_app.services.help.figures import figures
from cx_app.services.policy.current import defaults, policy
from cx_app.services.policy.edit import RuleLine, change_rule, rules
from cx_app.services.policy.rule_words import NAMES
from tests import factories
from tests.services.offices.places import later

pytestmark = pytest.mark.usefixtures("database")
ANSWER = "appointment_requests.answer_days"
REASONS = "appointment_requests.reasons"
CRITERIA = "appointment_requests.criteria"
ADIT = RequestReason.ADIT_STAMP


def staff(role: Role) -> Actor:
    with db.write() as session:
        return factories.actor_for(factories.account(session, roles=(role,)), role)


def today() -> date:
    with db.read() as session:
        return eastern_date(clock.business(session))


def changes(name: str, typed: dict[str, str], day: date | None = None) -> PolicyMistake | None:
    admin = staff(Role.ADMIN)
    with db.write() as session:
        return change_rule(session, admin, name, typed, day or today())


def line(name: str) -> RuleLine:
    admin = staff(Role.ADMIN)
    with db.read() as session:
        return next(one for one in rules(session, admin).lines if one.name == name)


def answer_days() -> int:
    with db.read() as session:
        return policy(session, clock.business(session)).requests.answer.days


def test_from_this_moment_on(database: str) -> None:
    assert changes(ANSWER, {"value": "21"}) is None
    assert answer_days() == 21
    assert changes(ANSWER, {"value": "30"}) is None
    assert answer_days() == 30
    assert line(ANSWER).now == "30"


def test_from_a_day_on(database: str) -> None:
    before = answer_days()
    assert changes(ANSWER, {"value": "21"}, today() + timedelta(days=2)) is None
    assert answer_days() == before
    assert line(ANSWER).then.endswith(": 21")
    later(days=1)
    assert answer_days() == before
    later(days=1)
    assert answer_days() == 21
    assert line(ANSWER).then == ""


def test_what_was_before_stays_as_it_was(database: str) -> None:
    with db.read() as session:
        then = clock.business(session)
    changes(ANSWER, {"value": "21"})
    with db.read() as session:
        assert policy(session, then - timedelta(days=1)).requests.answer.days == 14
        held = session.exec(select(PolicySetting).where(PolicySetting.name == ANSWER)).all()
    assert len(held) == 2


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("", PolicyMistake.NOT_A_NUMBER),
        ("many", PolicyMistake.NOT_A_NUMBER),
        ("-3", PolicyMistake.NOT_A_NUMBER),
        ("１４", PolicyMistake.NOT_A_NUMBER),
        ("2", PolicyMistake.OUT_OF_RANGE),
        ("91", PolicyMistake.OUT_OF_RANGE),
        ("14", PolicyMistake.SAME),
    ],
)
def test_numbers_that_are_not_taken(database: str, typed: str, mistake: PolicyMistake) -> None:
    assert changes(ANSWER, {"value": typed}) is mistake
    assert answer_days() == 14


def test_days_that_are_not_taken(database: str) -> None:
    for days, mistake in ((-1, PolicyMistake.PAST_DAY), (367, PolicyMistake.TOO_FAR)):
        day = today() + timedelta(days=days)
        assert changes(ANSWER, {"value": "21"}, day) is mistake


def test_reasons_in_a_new_order_with_one_less(database: str) -> None:
    typed = {"of_judge_grant": "1", "of_adit_stamp": "2"}
    assert changes(REASONS, typed) is None
    with db.read() as session:
        offered = policy(session, clock.business(session)).requests.reasons
    assert offered == (RequestReason.JUDGE_GRANT, RequestReason.ADIT_STAMP)
    assert changes(REASONS, {}) is PolicyMistake.NONE_CHOSEN


def test_each_reason_has_a_target(database: str) -> None:
    name = "appointment_requests.target_business_days"
    typed = {f"of_{reason}": "4" for reason in RequestReason}
    assert changes(name, typed) is None
    with db.read() as session:
        targets = policy(session, clock.business(session)).requests.target_business_days
    assert targets == dict.fromkeys(RequestReason, 4)
    assert changes(name, typed | {"of_adit_stamp": ""}) is PolicyMistake.NOT_A_NUMBER


def test_what_the_law_protects_stays_masked(database: str) -> None:
    name = "appointment_requests.restricted_reasons"
    assert changes(name, {"is_judge_grant": "yes"}) is PolicyMistake.PROTECTED
    assert changes(name, {"is_judge_grant": "yes", "is_protected_inquiry": "yes"}) is None


def test_what_is_not_on_the_list_is_for_an_operator(database: str) -> None:
    for name in ("access_codes.valid_days", "", "no.such"):
        assert changes(name, {"value": "1"}) is PolicyMistake.NOT_CHANGEABLE


def test_every_rule_has_a_name_and_a_default_within_its_range() -> None:
    known = defaults()
    assert set(NAMES) == set(SHAPES) <= set(known)
    for name, shape in SHAPES.items():
        if isinstance(shape, Number):
            assert shape.least <= known[name]["value"] <= shape.most, name


def test_administrators_change_supervisors_look_and_others_neither(database: str) -> None:
    supervisor, officer = staff(Role.SUPERVISOR), staff(Role.OFFICER)
    with pytest.raises(Forbidden), db.write() as session:
        change_rule(session, supervisor, ANSWER, {"value": "21"}, today())
    with db.read() as session:
        assert not rules(session, supervisor).may_change
    with pytest.raises(Forbidden), db.read() as session:
        rules(session, officer)


def test_recorded_by_name_without_the_value(database: str) -> None:
    changes(ANSWER, {"value": "21"})
    with db.read() as session:
        row = session.exec(select(AuditEntry).where(AuditEntry.action == "policy.change")).one()
    assert row.details["name"] == ANSWER
    assert set(row.details) == {"name", "from"}


def written(en: str, es: str) -> dict[str, str]:
    return {"of_adit_stamp_en": en, "of_adit_stamp_es": es}


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        (written("Only with a valid card.", ""), PolicyMistake.ONE_LANGUAGE),
        (written("", "Solo con una tarjeta válida."), PolicyMistake.ONE_LANGUAGE),
        (written("a" * 401, "b"), PolicyMistake.TOO_LONG),
    ],
)
def test_a_text_is_for_readers_of_both_languages(
    database: str, typed: dict[str, str], mistake: PolicyMistake
) -> None:
    assert changes(CRITERIA, typed) is mistake


def test_whom_a_reason_is_for_is_said_anew_in_the_form_and_in_help(database: str) -> None:
    """AP-48."""
    admin = staff(Role.ADMIN)
    assert line(CRITERIA).now == "As it came with the portal"
    assert changes(CRITERIA, written("Only with a card.", "Solo con una tarjeta.")) is None
    assert line(CRITERIA).now == "Written anew: ADIT stamp"
    with db.read() as session, using("es"):
        form, help_says = form_page(session, admin), figures(session)
    assert form.criteria["adit_stamp"] == "Solo con una tarjeta."
    assert help_says.criteria["en"]["adit_stamp"] == "Only with a card."
    assert help_says.criteria["es"]["adit_stamp"] == "Solo con una tarjeta."
    assert form.criteria["emergency_parole"].startswith("Para viajes")
    assert changes(CRITERIA, {}) is None
    with db.read() as session, using("en"):
        assert form_page(session, admin).criteria["adit_stamp"] == REASON_WORDS[ADIT].criteria
