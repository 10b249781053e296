"""Codes: their shape, how they may be typed, how long they last, and when trying must stop."""

from __future__ import annotations

import math
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cx_app.domain import access_codes as rules
from cx_app.domain.access_codes import (
    ALPHABET,
    ENTROPY_BITS,
    LENGTH,
    AttemptLimits,
    Code,
    Verdict,
    generate,
    grouped,
    judge,
    parse_code,
    pause_after,
    valid_until,
)

EASTERN = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
OFFENCES = (
    *("FUCK", "FCK", "SHT", "5HT", "CNT", "ASS", "A55", "KKK", "SEX", "5EX", "XXX", "NGR"),
    *("DAMN", "FAG", "RAPE", "PUTA", "CACA", "TETA", "PENE", "JDR"),
)
LIMITS = AttemptLimits(
    window=timedelta(minutes=15),
    per_account=5,
    per_network=50,
    pause=timedelta(minutes=20),
    alert_after=10,
    alert_window=timedelta(hours=24),
    per_account_day=20,
    day_pause=timedelta(minutes=60),
)
codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


# --- shape ----------------------------------------------------------------------------------


def test_the_alphabet_has_no_look_alikes_and_enough_bits() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert not set("01ILO") & set(ALPHABET)
    assert math.log2(len(ALPHABET)) * LENGTH == ENTROPY_BITS
    assert ENTROPY_BITS >= 58


def test_what_letters_may_not_spell_costs_hardly_any_bits() -> None:
    """At most: for each word, the codes that hold it at each place."""
    lost = sum(
        (LENGTH - len(word) + 1) / len(ALPHABET) ** len(word)
        for word in rules.OFFENSIVE
        if set(word) <= set(ALPHABET)
    )
    assert ENTROPY_BITS + math.log2(1 - lost) >= 58


def test_codes_use_the_whole_alphabet_and_spell_no_offence() -> None:
    made = [generate() for _ in range(5_000)]
    assert len(set(made)) == len(made)
    assert all(parse_code(code) == code for code in made)
    assert not [code for code in made if any(word in code for word in OFFENCES)]
    counts = Counter("".join(made))
    assert set(counts) == set(ALPHABET)
    expected = len(made) * LENGTH / len(ALPHABET)
    assert all(0.8 < n / expected < 1.2 for n in counts.values())


# --- typing ---------------------------------------------------------------------------------


@st.composite
def typed_codes(draw: st.DrawFn) -> tuple[str, str]:
    """A code, and the same code as somebody may type or dictate it."""
    code = draw(codes)
    noise = st.sampled_from(["", "", "", " ", "-", "–", "—", ".", "\u00a0", "\t", "_", "/"])
    width = st.sampled_from([str.upper, str.lower, fullwidth])
    typed = "".join(draw(noise) + draw(width)(symbol) for symbol in code) + draw(noise)
    return code, typed


def fullwidth(symbol: str) -> str:
    return chr(ord(symbol) + 0xFEE0)


@given(typed_codes())
def test_a_code_is_read_however_it_is_typed(pair: tuple[str, str]) -> None:
    code, typed = pair
    assert parse_code(typed) == code


@given(codes)
def test_as_letters_print_it(code: str) -> None:
    printed = grouped(code)
    assert [len(part) for part in printed.split("-")] == [4, 4, 4]
    assert parse_code(printed) == code


@given(st.text(max_size=80))
@example("ß" * 6)
@example("ABCD-EFGH-JKMI")
@example("²" * 12)
@example("٣" * 12)
def test_anything_else_is_no_code(typed: str) -> None:
    read = parse_code(typed)
    assert read is None or (len(read) == LENGTH and set(read) <= set(ALPHABET))


@given(codes, st.integers(0, LENGTH - 1))
def test_a_symbol_too_few_or_too_many_is_no_code(code: str, at: int) -> None:
    assert parse_code(code[:at] + code[at + 1 :]) is None
    assert parse_code(code + code[at]) is None


def test_endless_input_is_not_read() -> None:
    assert parse_code("ABCDEFGHJKMN" + " " * rules.MAX_TYPED) is None


# --- life -----------------------------------------------------------------------------------


@given(days, st.integers(1, 400))
def test_a_code_ends_at_an_eastern_midnight_whatever_the_clocks_do(
    issued_on: date, valid_days: int
) -> None:
    ends = valid_until(issued_on, valid_days)
    local = ends.astimezone(EASTERN)
    assert ends.utcoffset() == timedelta(0)
    assert (local.hour, local.minute, local.second) == (0, 0, 0)
    assert local.date() == issued_on + timedelta(days=valid_days + 1)
    assert (ends - timedelta(microseconds=1)).astimezone(EASTERN).date() == issued_on + timedelta(
        days=valid_days
    )


@pytest.mark.parametrize(
    ("issued_on", "first_too_late"),
    [
        (date(2026, 1, 5), datetime(2026, 4, 6, 4, 0, tzinfo=UTC)),
        (date(2026, 9, 1), datetime(2026, 12, 1, 5, 0, tzinfo=UTC)),
        (date(2026, 3, 10), datetime(2026, 6, 9, 4, 0, tzinfo=UTC)),
        (date(2027, 12, 1), datetime(2028, 3, 1, 5, 0, tzinfo=UTC)),
        (date(2028, 2, 29), datetime(2028, 5, 30, 4, 0, tzinfo=UTC)),
        (date(2025, 12, 8), datetime(2026, 3, 9, 4, 0, tzinfo=UTC)),
        (date(2026, 8, 3), datetime(2026, 11, 2, 5, 0, tzinfo=UTC)),
    ],
    ids=[
        "into summer time",
        "out of summer time",
        "within summer time",
        "ends on a leap day",
        "begins on a leap day",
        "ends on the day clocks go forward",
        "ends on the day clocks go back",
    ],
)
def test_ninety_days(issued_on: date, first_too_late: datetime) -> None:
    assert valid_until(issued_on, 90) == first_too_late


# --- judging --------------------------------------------------------------------------------


def code_of(**facts: object) -> Code:
    values = {"valid_until": NOW + timedelta(days=1), "redeemed": False, "voided": False} | facts
    return Code(id=UUID(int=1), party_id=UUID(int=2), representation_id=None, **values)


@given(
    redeemed=st.booleans(),
    voided=st.booleans(),
    matches=st.booleans(),
    left=st.timedeltas(timedelta(days=-100), timedelta(days=100)),
)
def test_only_a_live_unused_code_of_the_right_person_opens(
    redeemed: bool, voided: bool, matches: bool, left: timedelta
) -> None:
    code = code_of(redeemed=redeemed, voided=voided, valid_until=NOW + left)
    verdict = judge(code, now=NOW, birth_date_matches=matches)
    good = not redeemed and not voided and matches and left > timedelta()
    assert (verdict is Verdict.LINKED) is good


@pytest.mark.parametrize(
    ("code", "matches", "verdict"),
    [
        (None, True, Verdict.NO_CODE),
        (code_of(voided=True, redeemed=True), True, Verdict.VOIDED),
        (code_of(redeemed=True), False, Verdict.USED),
        (code_of(valid_until=NOW), True, Verdict.EXPIRED),
        (code_of(valid_until=NOW + timedelta(microseconds=1)), True, Verdict.LINKED),
        (code_of(), False, Verdict.WRONG_PERSON),
    ],
)
def test_the_reason_on_record(code: Code | None, matches: bool, verdict: Verdict) -> None:
    assert judge(code, now=NOW, birth_date_matches=matches) is verdict


# --- pausing --------------------------------------------------------------------------------


@given(st.lists(st.timedeltas(timedelta(), timedelta(hours=1)), max_size=12), st.integers(1, 10))
def test_a_pause_begins_when_the_window_holds_the_limit(ago: list[timedelta], limit: int) -> None:
    until = pause_after([NOW - one for one in ago], limit, LIMITS, NOW)
    recent = len([one for one in ago if one < LIMITS.window])
    assert until == (NOW + LIMITS.pause if recent >= limit else None)
