"""Conditions of the way by mail, and what needs a second officer (AP-12, AP-21)."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from cx_app.domain.appointment_decisions import (
    Against,
    MailCheck,
    Override,
    Unneeded,
    against_mail,
    override_of_unneeded,
    override_of_visit,
)
from cx_app.domain.appointment_requests import RequestReason, RequestRules, Urgency
from tests.domain.test_appointment_requests import RULES

ALL = frozenset(MailCheck)
NOBODY = replace(RULES, second_officer=frozenset())


def test_by_mail_only_with_all_conditions_and_only_what_policy_names() -> None:
    stamp, other = RequestReason.ADIT_STAMP, RequestReason.CERTIFIED_COPY
    for many in range(len(ALL)):
        for some in combinations(MailCheck, many):
            assert against_mail(Unneeded.BY_MAIL, stamp, some, RULES) is Against.CHECKS_MISSING
    assert against_mail(Unneeded.BY_MAIL, stamp, ALL, RULES) is None
    assert against_mail(Unneeded.BY_MAIL, other, ALL, RULES) is Against.NOT_BY_MAIL


@pytest.mark.parametrize("why", [one for one in Unneeded if one is not Unneeded.BY_MAIL])
def test_other_outcomes_have_no_conditions(why: Unneeded) -> None:
    for reason in RequestReason:
        assert against_mail(why, reason, (), RULES) is None


@pytest.mark.parametrize(
    ("urgency", "protected", "override"),
    [
        (Urgency.USUAL, False, None),
        (Urgency.TRAVEL, False, Override.UNNEEDED_URGENT),
        (Urgency.USUAL, True, Override.UNNEEDED_RESTRICTED),
        (Urgency.TRAVEL, True, Override.UNNEEDED_URGENT),
    ],
)
def test_some_refusals_need_two(
    urgency: Urgency, protected: bool, override: Override | None
) -> None:
    assert override_of_unneeded(urgency, protected, RULES) is override
    assert override_of_unneeded(urgency, protected, NOBODY) is None


def test_another_office_needs_two_where_policy_says_so() -> None:
    rules: RequestRules = RULES
    assert override_of_visit(True, rules) is None
    assert override_of_visit(False, rules) is Override.OTHER_OFFICE
    assert override_of_visit(False, NOBODY) is None
