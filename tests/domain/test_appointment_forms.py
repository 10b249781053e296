"""What is typed when somebody asks for a visit: each field on both sides of its edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.appointment_forms import (
    ALL_FIELDS,
    FIELDS,
    NOBODY_KNOWN,
    Asked,
    Details,
    Flaw,
    Known,
    Span,
    Step,
    Wish,
    flaws_of,
    read,
)
from cx_app.domain.appointment_requests import Accommodation, HalfDay, RequestReason
from cx_app.domain.policy import policy_from
from cx_app.services.policy.current import defaults

RULES = policy_from({name: one["value"] for name, one in defaults().items()}).requests
NOW = datetime(2026, 3, 2, 17, tzinfo=UTC)
DAYS = [date(2026, 3, day) for day in (4, 5, 6, 9, 10)]
KNOWN = Known(whom={"party"}, days=DAYS, languages={"en", "es"}, has_office=True)
WHOLE = {
    "whom": "party",
    "reason": "judge_grant",
    "phone": "212 555 0101",
    "language": "es",
    "zip": "79901",
    "attested": "yes",
}
SOMEBODY = {
    "whom": NOBODY_KNOWN,
    "given_name": " Rosa  María ",
    "family_name": "Vega",
    "month": "2",
    "day": "29",
    "year": "1980",
}


def asked(**other: str) -> Asked:
    answer = read(WHOLE | other, KNOWN, RULES, NOW)
    assert isinstance(answer, Asked), answer
    return answer


def flaws(known: Known = KNOWN, **other: str) -> dict[str, Flaw]:
    answer = read(WHOLE | other, known, RULES, NOW)
    return answer if isinstance(answer, dict) else {}


def test_what_a_case_tells_is_not_asked_again() -> None:
    one = asked()
    assert one.reason is RequestReason.JUDGE_GRANT
    assert one.details == Details(phone="+12125550101")


def test_somebody_whom_no_case_names_says_who_it_is() -> None:
    one = asked(**SOMEBODY, a_number="A 123-456-78", receipt="ioe-0912345678")
    assert (one.details.given_name, one.details.birth_date) == ("Rosa María", "1980-02-29")
    assert (one.details.a_number, one.details.receipt) == ("012345678", "IOE0912345678")


@pytest.mark.parametrize(
    ("other", "flaw"),
    [
        ({"whom": ""}, {"whom": Flaw.MISSING}),
        ({"reason": ""}, {"reason": Flaw.MISSING}),
        ({"reason": "free_lunch"}, {"reason": Flaw.NOT_OFFERED}),
        ({**SOMEBODY, "given_name": " "}, {"given_name": Flaw.MISSING}),
        ({**SOMEBODY, "family_name": "x" * 101}, {"family_name": Flaw.TOO_LONG}),
        ({**SOMEBODY, "year": "2030"}, {"month": Flaw.MALFORMED}),
        ({**SOMEBODY, "a_number": "12"}, {"a_number": Flaw.MALFORMED}),
        ({**SOMEBODY, "receipt": "12"}, {"receipt": Flaw.MALFORMED}),
        ({"phone": ""}, {"phone": Flaw.MISSING}),
        ({"phone": "12"}, {"phone": Flaw.MALFORMED}),
        ({"language": "fr"}, {"language": Flaw.MISSING}),
        ({"note": "x" * 1001}, {"note": Flaw.TOO_LONG}),
        ({"needs_other": "yes"}, {"needs_words": Flaw.MISSING}),
        ({"attested": ""}, {"attested": Flaw.MISSING}),
        ({"attested": "no"}, {"attested": Flaw.MISSING}),
        ({"wish1_day": "2026-03-04"}, {"wish1_half": Flaw.MISSING}),
        ({"wish1_day": "2026-03-03", "wish1_half": "morning"}, {"wish1_day": Flaw.PAST}),
        ({"wish1_day": "soon", "wish1_half": "morning"}, {"wish1_day": Flaw.PAST}),
        ({"away1_to": "2026-03-05"}, {"away1_from": Flaw.MISSING}),
        ({"away1_from": "2026-03-05", "away1_to": "2026-03-04"}, {"away1_to": Flaw.ORDER}),
    ],
)
def test_each_flaw_stands_at_its_field(other: dict[str, str], flaw: dict[str, Flaw]) -> None:
    assert flaws(**other) == flaw


def test_a_thousand_characters_fit() -> None:
    assert asked(note="x" * 1000).details.note == "x" * 1000


def test_the_place_decides_the_office() -> None:
    assert flaws(replace(KNOWN, has_office=None)) == {"zip": Flaw.NO_ZIP}
    assert flaws(replace(KNOWN, has_office=None), zip="") == {"zip": Flaw.MISSING}
    assert flaws(replace(KNOWN, has_office=False)) == {"zip": Flaw.NO_OFFICE}


@pytest.mark.parametrize(
    ("day", "flaw"),
    [
        (date(2026, 3, 1), Flaw.PAST),
        (date(2026, 3, 2), None),
        (date(2026, 3, 2) + timedelta(days=366), None),
        (date(2026, 3, 2) + timedelta(days=367), Flaw.TOO_FAR),
    ],
)
def test_urgent_parole_needs_a_day_of_travel_ahead(day: date, flaw: Flaw | None) -> None:
    typed = {f"travel_{part}": str(getattr(day, part)) for part in ("month", "day", "year")}
    found = flaws(reason="emergency_parole", **typed)
    assert found == ({"travel_month": flaw} if flaw else {})


def test_no_other_reason_asks_for_travel_and_what_was_typed_before_is_dropped() -> None:
    typed = {"travel_month": "13", "travel_day": "x", "travel_year": ""}
    assert asked(**typed).travel_on is None
    assert flaws(reason="emergency_parole", **typed) == {"travel_month": Flaw.MALFORMED}


def test_wishes_differ_and_do_not_fall_on_days_away() -> None:
    twice = {
        f"wish{n}_{part}": v
        for n in (1, 2)
        for part, v in (("day", "2026-03-04"), ("half", "morning"))
    }
    assert flaws(**twice) == {"wish2_day": Flaw.TWICE}
    assert not flaws(**twice | {"wish2_half": "afternoon"})
    away = {"away1_from": "2026-03-04", "away1_to": "2026-03-09"}
    found = flaws(wish1_day="2026-03-06", wish1_half="afternoon", **away)
    assert found == {"wish1_day": Flaw.AWAY}


def test_what_is_kept_comes_back_whole() -> None:
    told = Details(
        given_name="Ana",
        wishes=(Wish(DAYS[0], HalfDay.MORNING),),
        away=(Span(DAYS[1], DAYS[2]),),
        needs=(Accommodation.SIGN_LANGUAGE, Accommodation.OTHER),
        note="ñ “quoted”\nline",
    )
    assert Details.decode(told.encode()) == told
    assert Details.decode(None) == Details()


def test_steps_have_all_fields_and_share_none() -> None:
    assert len(ALL_FIELDS) == len(set(ALL_FIELDS))
    assert set(FIELDS) == set(Step)


@given(st.dictionaries(st.sampled_from(ALL_FIELDS), st.text(max_size=30)))
def test_whatever_is_typed_has_an_answer(typed: dict[str, str]) -> None:
    answer = read(typed, KNOWN, RULES, NOW)
    if isinstance(answer, dict):
        assert answer.keys() <= set(ALL_FIELDS)
    for step in Step:
        assert flaws_of(step, typed, KNOWN, RULES, NOW).keys() <= set(FIELDS[step])
