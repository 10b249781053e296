"""A believable history of the demonstration, so that estimates have something to count.

Nothing in it is measured. Each `Stream` is a kind of case at an office: so many received, evenly
over so many days, waiting log-normally around a usual wait. The draw is seeded, so that the same
day gives the same history. Streams are chosen so that every state of an estimate is there to see:

| stream | shows |
|---|---|
| N-400 at El Paso, many | an estimate of the office (Dolores) |
| N-400 at Newark, few | an estimate of the whole form, since the office has few (Grace) |
| I-765, quick | "longer than expected" (Priya), an estimate (Hana) |
| I-90, much quicker of late | "pace has just changed" |
| I-130, followed for a year only | "nobody was followed for so long" |
| I-131 | paused cases |
| I-485: none | too few |
| I-821, of one designation | an estimate within it, and none where the feed does not tell it |

Real histories come by `cx import-history` instead, with dates moved by whole weeks
(`demo.history`). These cases have no people in them, only dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from sqlmodel import Session, select

from cx_app import database
from cx_app.domain.business_time import EASTERN, eastern_date
from cx_app.domain.cases import PartyRole, status_of
from cx_app.models import Case, CaseEvent
from cx_app.models.bulk import bulk_insert, fresh
from cx_app.services.progress.nightly import note_moves
from demo.characters import PRIYA
from demo.stories import Filing

NUMBER: Final = "IOE06{:08d}"
"""Receipt numbers of the history, far from all others."""
GROWS_FROM: Final = 40_000_000
QUICK: Final = 28
"""Days: as long as the method takes for "of late"."""
MONTHS: Final = 8
"""Past months with a table, so that there is a record to show."""


@dataclass(frozen=True, slots=True)
class Stream:
    form: str
    category: str
    office: str
    cases: int
    days: int
    """Since when they are received."""
    usual: int
    """Days that half of them wait."""
    spread: float = 0.35
    steps: tuple[tuple[str, float], ...] = (("FNA", 0.1), ("FNB", 0.2))
    """Events on the way, and at which share of the wait."""
    after: tuple[tuple[str, int], ...] = ()
    """Events after an approval, and how many days after."""
    hurried: float = 1.0
    """What is left of waits at the start of the last 28 days is shorter by this factor."""
    designation: str = ""


_TO_INTERVIEW: Final = (("FNA", 0.08), ("FNB", 0.14), ("FH", 0.6), ("FJ", 0.8), ("HG", 0.93))
_CARD: Final = (("LDA", 2), ("LEA", 9))
DESIGNATION: Final = "TPS-A-2025"
"""Of a programme that is as made up as everything else here."""
STREAMS: Final = (
    Stream("N-400", "5-year", "El Paso", 1_900, 900, 330, steps=_TO_INTERVIEW),
    Stream("N-400", "5-year", "Newark", 220, 800, 380, steps=_TO_INTERVIEW),
    Stream("I-765", "(c)(9)", "Nebraska Service Center", 2_400, 480, 85, after=_CARD),
    Stream("I-90", "renewal", "Potomac Service Center", 900, 520, 210, after=_CARD, hurried=0.3),
    Stream("I-130", "spouse of citizen", "National Benefits Center", 700, 380, 300, steps=()),
    Stream("I-131", "advance parole", "Chicago", 600, 420, 120, after=_CARD),
    Stream(
        *("I-821", "initial", "Nebraska Service Center", 500, 400, 150),
        designation=DESIGNATION,
        after=_CARD,
    ),
)


def _of_priya(number: int, stream: tuple[str, str, str], received: int, **facts: Any) -> Filing:
    role = PartyRole.PETITIONER if stream[0] == "I-130" else PartyRole.APPLICANT
    return Filing(
        f"IOE09140000{number}", *stream, received=received, parties=((PRIYA, role),), **facts
    )


FILINGS: Final = (
    _of_priya(
        *(11, ("I-765", "(c)(9)", "Nebraska Service Center"), 205),
        events=(("IAF", 203), ("FNA", 180), ("FNB", 170)),
    ),
    _of_priya(
        *(22, ("I-90", "renewal", "Potomac Service Center"), 140),
        events=(("IAF", 138), ("FNA", 120), ("FNB", 101)),
    ),
    _of_priya(
        *(33, ("I-130", "spouse of citizen", "National Benefits Center"), 700),
        events=(("IAF", 697),),
    ),
    _of_priya(
        *(44, ("I-131", "advance parole", "Chicago"), 90),
        events=(("IAF", 88), ("FNA", 60), ("FNB", 44), ("FBA", 12)),
    ),
    _of_priya(
        *(55, ("I-485", "family", "National Benefits Center"), 150),
        events=(("IAF", 148), ("FNB", 99)),
        held=("visa_number", 30),
    ),
    _of_priya(
        *(66, ("I-485", "employment", "Dallas"), 170),
        events=(("IAF", 168), ("FNB", 120)),
    ),
    _of_priya(*(77, ("I-821", "initial", "Nebraska Service Center"), 60), events=(("IAF", 58),)),
    _of_priya(
        *(88, ("I-821", "initial", "Nebraska Service Center"), 90),
        events=(("IAF", 88), ("FNB", 60)),
        designation=DESIGNATION,
    ),
)
"""Priya helps out wherever a state has nobody else."""


def fill(session: Session, now: datetime) -> bool:
    """The whole history, once; False where it is there."""
    first = NUMBER.format(GROWS_FROM)
    if session.exec(select(Case.id).where(Case.receipt_number == first)).first() is not None:
        return False
    cases, events = [], []
    for number, (stream, received, told) in enumerate(drawn(eastern_date(now))):
        receipt = NUMBER.format(GROWS_FROM + number)
        last = max(told, key=lambda one: (one[1], status_of(one[0]).closes))
        case = fresh(
            Case,
            receipt_number=receipt,
            form=stream.form,
            designation=stream.designation,
            category=stream.category,
            office=stream.office,
            received_on=received,
            status_code=last[0],
            status_at=_moment(last[1]),
            closed=status_of(last[0]).closes,
            updated_at=now,
            source_event=f"history:{receipt}",
        )
        cases.append(case)
        events += [_event(case.id, receipt, code, day, now) for code, day in told]
    bulk_insert(session, Case, cases)
    bulk_insert(session, CaseEvent, events)
    return True


def drawn(today: date) -> Iterator[tuple[Stream, date, list[tuple[str, date]]]]:
    """Stream, day of receipt, and the events until yesterday, of every case."""
    for stream in STREAMS:
        chance = Random(f"progress:{stream.form}:{stream.office}")
        for number in range(stream.cases):
            ago = stream.days - number * stream.days // stream.cases
            received = today - timedelta(days=max(1, ago - chance.randrange(3)))
            wait = stream.usual * chance.lognormvariate(0, stream.spread)
            story = _story(stream, chance, received, _hurried(stream, received, wait, today))
            yield stream, received, [one for one in story if one[1] < today]


def _hurried(stream: Stream, received: date, wait: float, today: date) -> float:
    """A wait that was not over four weeks ago goes on at the pace of late."""
    before = (today - received).days - QUICK
    left = wait - max(0, before)
    return wait if left <= 0 else max(0, before) + left * stream.hurried


def _story(
    stream: Stream, chance: Random, received: date, wait: float
) -> Iterator[tuple[str, date]]:
    def after(days: float) -> date:
        """Nobody decides on a Sunday."""
        day = received + timedelta(days=int(days))
        return day + timedelta(days=1) if day.weekday() == 6 else day

    yield "IAF", received
    for code, share in stream.steps:
        yield code, after(wait * share)
    end = chance.choices(("DA", "EA", "IFAD"), (88, 8, 4))[0]
    yield end, after(wait)
    if end == "DA":
        for code, days in stream.after:
            yield code, after(wait + days + chance.randrange(4))


def _event(case_id: Any, receipt: str, code: str, day: date, now: datetime) -> CaseEvent:
    return fresh(
        CaseEvent,
        feed_id=f"history:{receipt}:{code}",
        case_id=case_id,
        code=code,
        at=_moment(day),
        recorded_at=_moment(day),
    )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10), EASTERN).astimezone(UTC)


def table_days(now: datetime) -> list[date]:
    """Yesterday, and the first days of the months before: those of which the record speaks."""
    today = eastern_date(now)
    days, month = {today - timedelta(days=1)}, today.replace(day=1)
    for _ in range(MONTHS):
        days.add(month - timedelta(days=1))
        month = (month - timedelta(days=1)).replace(day=1)
    return sorted(days)


def look_back(now: datetime) -> None:
    """What was said of people's cases on the days after the past tables, so that there are moves
    to tell of. As if they had been linked then."""
    for day in table_days(now):
        note_moves(database.read, database.write, day + timedelta(days=1))
