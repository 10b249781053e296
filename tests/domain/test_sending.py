"""When to send, when to try again, when to give up; and status that only moves forward."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.delivery import FINAL, ORDER, Delivery, moves
from cx_app.domain.messages import (
    Channel,
    Kind,
    Reach,
    Topic,
    Wishes,
    channels_for,
    may_leave,
    topic_of,
)
from cx_app.domain.sending import (
    FIRST_WAIT,
    LONGEST_WAIT,
    NO_GAP,
    SLOWEST_GAP,
    Hours,
    faster,
    gives_up,
    opens_at,
    slower,
    wait_before_retry,
)

HOURS = Hours(time(8), time(20))
HONOLULU, GUAM, NEW_YORK = map(ZoneInfo, ("Pacific/Honolulu", "Pacific/Guam", "America/New_York"))
ANY_TIME = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
ANY_ZONE = st.sampled_from([HONOLULU, GUAM, NEW_YORK, ZoneInfo("America/Phoenix")])
REPORTS = st.lists(st.sampled_from([d for d in Delivery if d]), max_size=5)


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_waits_are_below_a_limit_that_doubles(failures: int, spread: float) -> None:
    wait = wait_before_retry(failures, spread)
    assert timedelta(0) <= wait <= LONGEST_WAIT
    assert wait_before_retry(1, spread) == timedelta(0)
    assert wait_before_retry(2, spread) == FIRST_WAIT * spread
    assert wait_before_retry(4, spread) == FIRST_WAIT * 4 * spread


def test_giving_up_begins_with_the_hour() -> None:
    began = datetime(2026, 3, 2, 12, tzinfo=UTC)
    limit = timedelta(hours=4)
    assert not gives_up(began, began + limit - timedelta(microseconds=1), limit)
    assert gives_up(began, began + limit, limit)


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        # 7:00 Eastern is 2:00 in Honolulu and 21:00 in Guam
        (datetime(2026, 1, 5, 12, tzinfo=UTC), HONOLULU, datetime(2026, 1, 5, 18, tzinfo=UTC)),
        (datetime(2026, 1, 5, 12, tzinfo=UTC), GUAM, datetime(2026, 1, 5, 22, tzinfo=UTC)),
        (datetime(2026, 1, 5, 13, tzinfo=UTC), NEW_YORK, datetime(2026, 1, 5, 13, tzinfo=UTC)),
        (datetime(2026, 1, 6, 1, tzinfo=UTC), NEW_YORK, datetime(2026, 1, 6, 13, tzinfo=UTC)),
        # the night in which clocks go forward
        (datetime(2026, 3, 8, 6, tzinfo=UTC), NEW_YORK, datetime(2026, 3, 8, 12, tzinfo=UTC)),
    ],
)
def test_texts_wait_for_the_person_s_own_morning(
    now: datetime, zone: ZoneInfo, expected: datetime
) -> None:
    assert opens_at(now, zone, HOURS) == expected


@given(ANY_TIME, ANY_ZONE)
def test_the_next_opening_is_within_hours_soon_and_stays(now: datetime, zone: ZoneInfo) -> None:
    opening = opens_at(now, zone, HOURS)
    assert HOURS.opens <= opening.astimezone(zone).time() < HOURS.closes
    assert timedelta(0) <= opening - now < timedelta(hours=14)
    assert opens_at(opening, zone, HOURS) == opening


def test_a_throttled_channel_slows_and_in_the_end_runs_freely_again() -> None:
    gap, steps = timedelta(0), 0
    for _ in range(20):
        gap = slower(gap)
    assert gap == SLOWEST_GAP
    while gap:
        assert gap >= NO_GAP
        gap, steps = faster(gap), steps + 1
    assert 10 < steps < 100


@given(REPORTS)
def test_status_only_moves_forward_in_any_order(reports: list[Delivery]) -> None:
    now, seen = Delivery.NONE, [Delivery.NONE]
    for report in [*reports, *reports]:  # each may come twice, and late
        if moves(now, report):
            assert now not in FINAL
            now = report
            seen.append(now)
    assert len(seen) == len(set(seen)) <= 4
    finals = [report for report in reports if report in FINAL]
    expected = finals[0] if finals else max(reports, key=ORDER.index, default=Delivery.NONE)
    assert now is expected


@given(st.permutations([d for d in Delivery if d and d is not Delivery.FAILED]))
def test_reports_that_agree_end_alike_in_every_order(reports: list[Delivery]) -> None:
    now = Delivery.NONE
    for report in reports:
        now = report if moves(now, report) else now
    assert now is Delivery.DELIVERED


EVERYTHING = Reach(email=True, sms=True, paper=True)
ALL = Wishes(email=True, sms=True, paper=True)


def test_first_of_all_people_get_e_mail_and_nothing_else() -> None:
    assert channels_for(Topic.CASES, Wishes(), EVERYTHING, protected=False) == (Channel.EMAIL,)


def test_only_what_is_wished_for_and_can_be_reached() -> None:
    reach = Reach(email=True, sms=False, paper=True)
    assert channels_for(Topic.CASES, ALL, reach, protected=False) == (
        Channel.EMAIL,
        Channel.LETTER,
    )
    none = Wishes(email=False)
    assert channels_for(Topic.CASES, none, EVERYTHING, protected=False) == ()


def test_security_cannot_be_silenced() -> None:
    silent = Wishes(email=False)
    assert channels_for(Topic.SECURITY, silent, EVERYTHING, protected=False) == (Channel.EMAIL,)


def test_about_a_protected_case_only_letters_leave_and_what_goes_somewhere_safe() -> None:
    assert channels_for(Topic.CASES, ALL, EVERYTHING, protected=True) == (Channel.LETTER,)
    safe_phone = Reach(email=True, sms=True, paper=False, safe_sms=True)
    assert channels_for(Topic.CASES, ALL, safe_phone, protected=True) == (Channel.SMS,)
    assert may_leave(Channel.INBOX, protected=True)
    assert not may_leave(Channel.SMS, protected=True)


def test_every_kind_has_a_topic() -> None:
    assert {topic_of(kind) for kind in Kind} <= set(Topic)
