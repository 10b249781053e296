"""A day of callbacks in accelerated time: the real rules of `cx_app.domain.callbacks`, and a model
of how people answer (`bench/callback_habits.py`). One seed makes one day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from heapq import heappop, heappush
from itertools import count
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from bench.callback_habits import (
    DESK,
    DESK_CLOSES,
    DESK_OPENS,
    HOURS,
    RULES,
    ZONES,
    Plan,
)
from bench.callback_report import Report
from cx_app.domain.business_time import EASTERN
from cx_app.domain.callbacks import moves
from cx_app.domain.callbacks.hours import LocalHours, Suits, may_text, next_day, next_text
from cx_app.domain.callbacks.moves import Moved
from cx_app.domain.callbacks.pace import Load, pace
from cx_app.domain.callbacks.standing import (
    Answer,
    Callback,
    CallbackState,
    CallOutcome,
    Step,
    Told,
)

S = CallbackState
SWEEP: Final = timedelta(seconds=10)
FOUND_BY_SWEEP: Final = timedelta(minutes=1)
"""A timer that is lost is found so late at most."""
AFTER_HOURS: Final = timedelta(hours=1)
"""Calls that go on are ended; none begins."""
MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Kind:
    """People for whom the same hours hold."""

    zone: str
    hours: tuple[LocalHours, ...]

    @cached_property
    def suits(self) -> Suits:
        return Suits(ZoneInfo(self.zone), self.hours)

    def may_call(self, now: datetime) -> bool:
        """A plain call, not by night and in hours that suit."""
        there = now.astimezone(self.suits.zone).time()
        awake = RULES.texts_from <= there < RULES.texts_until
        return awake and any(h.opens <= there < h.closes for h in self.hours or (_ANY,))


_ANY: Final = LocalHours(time.min, time.max)


@dataclass(slots=True, eq=False)
class One:
    number: int
    kind: Kind
    callback: Callback
    agreed: bool
    heard_stop: bool = False
    texts: dict[int, int] = field(default_factory=Counter)
    """That the provider took, by round as the person sees rounds."""
    rounds: int = 1
    said_yes_at: datetime | None = None


Happens = Callable[[One], None]


def a_day(plan: Plan) -> Report:
    return _Day(plan).run()


class _Day:
    """Events in the order of their instants; `now` is that of the newest."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.report, self.draw = plan, Report(plan), Random(plan.seed)
        self.opens, self.closes = DESK_OPENS, DESK_CLOSES
        self.now = self.opens
        self.numbers = count()
        self.events: list[tuple[datetime, int, Happens, One]] = []
        self.free = plan.officers
        self.promised: list[tuple[datetime, int, One]] = []
        self.to_text: dict[Kind, list[tuple[datetime, int, One]]] = {}
        self.to_call: dict[Kind, list[tuple[datetime, int, One]]] = {}
        self.held = Counter[CallbackState]()
        """How many stand where."""
        self.people = list(self._people())

    def run(self) -> Report:
        sweep = self.opens
        while sweep <= self.closes + AFTER_HOURS:
            if self.events and self.events[0][0] <= sweep:
                self.now, _n, what, one = heappop(self.events)
                what(one)
            else:
                self.now = sweep
                self._sweep()
                sweep += SWEEP
            self._officers()
        for one in self.people:
            self.report.states[one.callback.state] += 1
        if self.report.states.total() != self.plan.callbacks:
            self.report.broken.append("somebody is lost")
        return self.report

    def _people(self) -> Iterator[One]:
        for number in range(self.plan.callbacks):
            zone = self.draw.choices(list(ZONES), list(ZONES.values()))[0]
            hours = self.draw.choices(list(HOURS), list(HOURS.values()))[0]
            agreed = self.draw.random() < self.plan.habits.agree
            early = self.draw.random() < self.plan.from_yesterday
            hours_away = self.draw.uniform(-48, 0) if early else self.draw.uniform(0, 8)
            placed = self.opens + timedelta(hours=hours_away)
            texting = agreed and self.plan.text_ahead
            one = One(number, Kind(zone, hours), Callback(placed, texting=texting), agreed)
            self.held[S.QUEUED] += 1
            self._at(max(placed, self.opens), self._wait, one)
            yield one

    def _at(self, when: datetime, what: Happens, one: One) -> None:
        heappush(self.events, (when, next(self.numbers), what, one))

    # What happens to a callback

    def _become(self, one: One, moved: Moved) -> bool:
        if not isinstance(moved, Step):
            return False
        before, one.callback = one.callback, moved.callback
        self.held[before.state] -= 1
        self.held[one.callback.state] += 1
        if one.callback.placed_at != before.placed_at:
            self._breaks(one, "lost its place")
        for told in moved.told:
            self._told(one, told)
        other_line = one.callback.wants_text(RULES) != before.wants_text(RULES)
        if one.callback.state is S.QUEUED and (before.state is not S.QUEUED or other_line):
            self._wait(one)
        if one.callback.state is S.ASKED and before.state is not S.ASKED:
            self._timer(one, self.now + RULES.answer_within + MOMENT)
        if one.callback.state is S.PROMISED and one.callback.call_by is not None:
            heappush(self.promised, (one.callback.call_by, next(self.numbers), one))
            self._timer(one, one.callback.call_by + MOMENT)
        return True

    def _told(self, one: One, told: Told) -> None:
        if told in (Told.POSTPONED, Told.WINDOW_MISSED):
            one.rounds += 1
        if told is Told.WINDOW_MISSED:
            self.report.broken_promises += 1
        if told is Told.PROMISE:
            self.report.promises += 1
            one.said_yes_at = self.now

    def _timer(self, one: One, due: datetime) -> None:
        """They come late, twice, or not at all."""
        chance = self.draw.random()
        late = timedelta(seconds=self.draw.uniform(0, 2))
        if chance < self.plan.provider.timers_lost:
            late = FOUND_BY_SWEEP
        elif chance > 1 - self.plan.provider.timers_doubled:
            self._at(due + late, self._time, one)
        self._at(due + late, self._time, one)

    def _time(self, one: One) -> None:
        self._become(one, moves.passed(one.callback, self.now, RULES))

    def _wait(self, one: One) -> None:
        """In line, for a text or a call, from the instant on for which it waits."""
        if one.callback.state is not S.QUEUED:
            return
        if one.callback.not_before and self.now < one.callback.not_before:
            self._at(one.callback.not_before, self._wait, one)
            return
        wants = one.callback.wants_text(RULES)
        if wants and next_text(self.now, DESK, one.kind.suits, RULES) is None:
            self._become(one, moves.without_text(one.callback))
            wants = False
        line = self.to_text if wants else self.to_call
        place = (one.callback.placed_at, one.number, one)
        heappush(line.setdefault(one.kind, []), place)

    # Texts

    def _sweep(self) -> None:
        """Sends as many texts as the pace allows, to those who wait longest."""
        here = self.now.astimezone(EASTERN).time()
        if self.plan.provider.out_from <= here < self.plan.provider.out_until:
            return
        load = Load(
            self.plan.officers,
            self.plan.calls_take,
            promised=self.held[S.PROMISED],
            calling=self.held[S.CALLING],
            asked=self.held[S.ASKED] + self.held[S.SENDING],
        )
        texts = pace(load, RULES).texts
        lines = [
            line
            for kind, line in self.to_text.items()
            if line and may_text(self.now, DESK, kind.suits, RULES)
        ]
        while texts > 0 and (one := _first(lines)):
            if one.callback.wants_text(RULES):
                texts -= self._text(one)
            else:
                self._wait(one)

    def _text(self, one: One) -> bool:
        if not self._become(one, moves.sending(one.callback, self.now, RULES)):
            return False
        self._may_be_texted(one)
        chance = self.draw.random()
        if chance < self.plan.provider.refuses:
            self._become(one, moves.refused(one.callback))
        elif chance > 1 - self.plan.provider.silent:
            self._become(one, moves.unknown(one.callback, self.now))
        else:
            self._become(one, moves.accepted(one.callback, self.now))
            one.texts[one.rounds] += 1
            self.report.texts += 1
            if one.texts[one.rounds] > RULES.texts:
                self._breaks(one, "a third text in a round")
            self._person_reads(one)
        return True

    def _may_be_texted(self, one: One) -> None:
        """In words of its own, not those of the rules."""
        there = self.now.astimezone(one.kind.suits.zone).time()
        if not (time(8) <= there < time(20)):
            self._breaks(one, "a text at night")
        if self.now + timedelta(minutes=90) > self.closes or self.now < self.opens:
            self._breaks(one, "a text when nobody could call")
        if not one.agreed or one.heard_stop:
            self._breaks(one, "a text without consent")

    def _person_reads(self, one: One) -> None:
        habits = self.plan.habits
        if self.draw.random() < habits.stop:
            self._at(self.now + self._delay(), self._stop, one)
            return
        said = self.draw.choices(*zip(*habits.answers, strict=True))[0]
        if said is not None:
            self._at(self.now + self._delay(), self._says(said), one)

    def _delay(self) -> timedelta:
        habits = self.plan.habits
        return habits.delay_median * self.draw.lognormvariate(0, habits.delay_spread)

    def _stop(self, one: One) -> None:
        self._become(one, moves.stopped(one.callback, self.now, RULES))
        one.heard_stop = True

    def _says_yes(self, one: One) -> None:
        asked_at, was = one.callback.asked_at, one.callback.state
        before = self.report.promises
        self._answers(one, Answer.YES)
        in_time = asked_at is not None and self.now - asked_at <= timedelta(hours=1)
        if self.report.promises > before and not in_time:
            self._breaks(one, "a promise after the hour")
        if was is S.ASKED and in_time and self.report.promises == before:
            self._breaks(one, "a yes in time without a promise")

    def _says(self, said: Answer) -> Happens:
        if said is Answer.YES:
            return self._says_yes
        if said is Answer.OTHER:
            return self._says_other
        return lambda one: self._answers(one, said)

    def _says_other(self, one: One) -> None:
        """Who is told that nobody understood it, answers with a number."""
        self._answers(one, Answer.OTHER)
        if one.callback.state is S.ASKED:
            self._at(self.now + self._delay(), self._says_yes, one)

    def _answers(self, one: One, said: Answer) -> None:
        self.report.answers[said] += 1
        day = next_day(self.now, one.kind.suits.zone)
        self._become(one, moves.answered(one.callback, said, self.now, day, RULES))

    # Calls

    def _officers(self) -> None:
        """Who is free takes the promise that ends first, or else whoever waits longest."""
        while self.free and self.now < self.closes:
            one = self._next_promise() or self._next_plain()
            if one is None:
                return
            after_yes = one.callback.state is S.PROMISED
            if not self._become(one, moves.taken(one.callback, self.now, RULES)):
                continue
            self.free -= 1
            if after_yes:
                self._keeps(one)
            self._rings(one, after_yes)

    def _next_promise(self) -> One | None:
        while self.promised:
            call_by, _n, one = heappop(self.promised)
            if one.callback.state is S.PROMISED and one.callback.call_by == call_by:
                if self.now <= call_by:
                    return one
                self._become(one, moves.passed(one.callback, self.now, RULES))
        return None

    def _next_plain(self) -> One | None:
        lines = [line for kind, line in self.to_call.items() if line and kind.may_call(self.now)]
        while one := _first(lines):
            if one.callback.state is S.QUEUED and not one.callback.wants_text(RULES):
                return one
        return None

    def _keeps(self, one: One) -> None:
        said_yes_at = one.said_yes_at or self.now
        waited = self.now - said_yes_at
        if waited > timedelta(minutes=30):
            self._breaks(one, "called as promised, after the half hour")
        self.report.kept += 1
        self.report.waits_after_yes.append(waited / timedelta(minutes=1))

    def _rings(self, one: One, after_yes: bool) -> None:
        habits = self.plan.habits
        taken = habits.take_promised if after_yes else habits.take_unexpected
        lasts = habits.missed_call
        if self.draw.random() < habits.wrong_number:
            outcome = CallOutcome.WRONG_NUMBER
        elif self.draw.random() < taken:
            outcome = CallOutcome.REACHED
            mean = habits.call_spread**2 / 2
            lasts = habits.call * self.draw.lognormvariate(-mean, habits.call_spread)
        elif self.draw.random() < habits.voicemail:
            outcome = CallOutcome.VOICEMAIL
        else:
            outcome = CallOutcome.NO_ANSWER
        self.report.calls[outcome] += 1
        if after_yes:
            self.report.calls_after_yes[outcome] += 1
        self.report.busy += lasts
        self._at(self.now + lasts, lambda one: self._ends(one, outcome), one)

    def _ends(self, one: One, outcome: CallOutcome) -> None:
        self.free += 1
        if not self._become(one, moves.called(one.callback, outcome, self.now, RULES)):
            self._breaks(one, "a call that nobody could end")
        if outcome is CallOutcome.WRONG_NUMBER:
            one.heard_stop = True

    def _breaks(self, one: One, what: str) -> None:
        self.report.broken.append(f"callback {one.number} at {self.now:%H:%M:%S}: {what}")


def _first(lines: Iterable[list[tuple[datetime, int, One]]]) -> One | None:
    """Takes whoever waits longest out of the lines."""
    line = min((line for line in lines if line), key=lambda line: line[0], default=None)
    return heappop(line)[2] if line else None
