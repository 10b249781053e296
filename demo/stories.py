"""What happened to the cases of the demonstration, as lines of the case feed.

Days are counted back from today, so that a code is fresh or has expired whenever the demonstration
is set up. Receipt numbers and dates of birth never change: documentation and tests name them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final, Literal

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.business_time import EASTERN
from cx_app.domain.cases import PartyRole
from cx_app.services.feed.fields import HoldField
from cx_app.services.feed.records import (
    AppointmentRecord,
    CaseRecord,
    CodeRecord,
    EventRecord,
    PartyRecord,
    PersonRecord,
    Record,
    RepresentationRecord,
    encode,
)
from demo import offices
from demo.characters import (
    AMINA,
    BAO,
    CHARACTERS,
    CHIDI,
    DOLORES,
    ELENA,
    FARID,
    INES,
    OFFICE,
    REPRESENTATIVE,
    TOMAS,
    WOLFGANG,
    Character,
)
from demo.synthetic import a_number, receipt_digits, somebody

AMINA_N400: Final = "IOE0912000011"
KARIMI_I130: Final = "IOE0907000022"
BAO_I765: Final = "IOE0912000033"
CHIDI_I485: Final = "IOE0912000044"
DOLORES_N400: Final = "IOE0912000055"
DOLORES_I90: Final = "IOE0911000066"
ELENA_I360: Final = "IOE0912000077"
WOLFGANG_I131: Final = "IOE0912000088"
INES_I134A: Final = "IOE0912000099"

BACKGROUND_CASES: Final = 40
BACKGROUND_NUMBER: Final = 90_000_000
"""Where the numbers of background cases begin, far from those of an imported history."""


@dataclass(frozen=True, slots=True)
class Filing:
    """A case, who is in it, and what happened so many days ago."""

    receipt_number: str
    form: str
    category: str
    office: str
    received: int
    parties: tuple[tuple[Character, PartyRole], ...]
    events: tuple[tuple[str, int], ...] = ()
    codes: tuple[tuple[Character, int], ...] = ()
    represented: tuple[Character, int] | None = None
    """Whose representative got a code of their own, and how many days ago."""
    protected: bool = False
    channel: Literal["paper", "online"] = "paper"
    held: tuple[str, int] | None = None
    """Why the agency has put the case aside, and since how many days."""
    visit: tuple[AppointmentKind, int] | None = None
    """An appointment of the first party, and in how many days."""
    designation: str = ""
    """Of the programme that it is under."""


FILINGS: Final = (
    Filing(
        AMINA_N400,
        "N-400",
        "3-year",
        "Baltimore",
        received=24,
        parties=((AMINA, PartyRole.APPLICANT),),
        events=(("IAF", 20),),
        codes=((AMINA, 10),),
    ),
    Filing(
        KARIMI_I130,
        "I-130",
        "spouse of citizen",
        "National Benefits Center",
        received=2060,
        parties=((FARID, PartyRole.PETITIONER), (AMINA, PartyRole.BENEFICIARY)),
        events=(("IAF", 2055), ("FBA", 1900), ("FBB", 1861), ("DA", 1730)),
        codes=((FARID, 15),),
    ),
    Filing(
        BAO_I765,
        "I-765",
        "(c)(8)",
        "Nebraska Service Center",
        received=133,
        parties=((BAO, PartyRole.APPLICANT),),
        events=(("IAF", 130), ("FNA", 112), ("FNB", 95)),
        codes=((BAO, 120),),
    ),
    Filing(
        CHIDI_I485,
        "I-485",
        "employment",
        "Dallas",
        received=48,
        parties=((CHIDI, PartyRole.APPLICANT),),
        events=(("IAF", 44), ("FNA", 20)),
        visit=(AppointmentKind.BIOMETRICS, 6),
        represented=(CHIDI, 15),
    ),
    Filing(
        DOLORES_N400,
        "N-400",
        "5-year",
        "El Paso",
        received=310,
        parties=((DOLORES, PartyRole.APPLICANT),),
        events=(
            ("IAF", 306),
            ("FNA", 290),
            ("FNB", 268),
            ("FNG", 266),
            ("FTA0", 241),
            ("FBA", 180),
            ("FBB", 152),
            ("FH", 60),
            ("FJ", 12),
        ),
        visit=(AppointmentKind.INTERVIEW, 9),
    ),
    Filing(
        DOLORES_I90,
        "I-90",
        "renewal",
        "Potomac Service Center",
        received=820,
        parties=((DOLORES, PartyRole.APPLICANT),),
        events=(
            ("IAF", 815),
            ("FNA", 790),
            ("FNB", 766),
            ("FNG", 765),
            ("DA", 601),
            ("LDA", 598),
            ("LEA", 593),
        ),
    ),
    Filing(
        ELENA_I360,
        "I-360",
        "self-petition",
        "Vermont Service Center",
        received=75,
        parties=((ELENA, PartyRole.APPLICANT),),
        events=(("IAF", 71),),
        codes=((ELENA, 7),),
        protected=True,
    ),
    Filing(
        WOLFGANG_I131,
        "I-131",
        "advance parole",
        "Chicago",
        received=61,
        parties=((WOLFGANG, PartyRole.APPLICANT),),
        events=(("IAF", 58), ("FNA", 33), ("FNB", 18)),
        held=("background_checks", 11),
    ),
    Filing(
        INES_I134A,
        "I-134A",
        "",
        "National Benefits Center",
        received=19,
        parties=((TOMAS, PartyRole.SUPPORTER), (INES, PartyRole.BENEFICIARY)),
        events=(("IAF", 19), ("DA", 4)),
        codes=((INES, 3),),
        channel="online",
    ),
)

_BACKGROUND: Final = (
    ("I-765", "(c)(9)", "Nebraska Service Center", ("IAF", "FNA", "FNB", "DA", "LDA", "LEA")),
    ("I-485", "family", "National Benefits Center", ("IAF", "FNA", "FNB", "FBA", "FBB", "FH")),
    ("N-400", "5-year", "Queens", ("IAF", "FNA", "FNB", "FTA0", "FH", "FJ", "HG")),
    ("I-90", "lost", "Potomac Service Center", ("IAF", "FNA", "FNB", "DA", "LDA")),
    ("I-751", "joint", "Vermont Service Center", ("IAF", "FNA", "FNB", "EA")),
    ("I-821", "re-registration", "California Service Center", ("IAF", "FNA", "FL", "IFAD")),
    ("I-539", "student", "Vermont Service Center", ("IAF", "Q9Z", "DA")),
)
_PREFIXES: Final = ("IOE", "LIN", "MSC", "EAC", "WAC")


def lines(now: datetime) -> Iterator[bytes]:
    """Every story as feed lines, people first; the same lines all day long."""
    today = now.astimezone(EASTERN).date()
    for character in CHARACTERS:
        yield encode(_person(character, today))
    yield from map(encode, offices.records(_moment(today, 900)))
    for filing in FILINGS:
        yield from map(encode, filing_records(filing, today))
    for number in range(BACKGROUND_CASES):
        yield from map(encode, _background(number, today))


def _person(character: Character, today: date) -> PersonRecord:
    return PersonRecord(
        v=1,
        event_id=f"demo:{character.subject}",
        id=f"demo:{character.subject}",
        as_of=_moment(today, 900),
        given_name=character.given_name,
        family_name=character.family_name,
        birth_date=character.birth_date,
        a_number=character.a_number,
        residence=character.residence,
        email=character.email if character.has_email else None,
        language=character.language,
    )


def filing_records(filing: Filing, today: date) -> Iterator[Record]:
    name = f"demo:{filing.receipt_number}"
    case, roles = filing.receipt_number, dict(filing.parties)
    yield CaseRecord(
        v=1,
        event_id=name,
        receipt_number=case,
        as_of=_moment(today, filing.received),
        form=filing.form,
        designation=filing.designation,
        category=filing.category,
        office=filing.office,
        channel=filing.channel,
        received_on=today - timedelta(days=filing.received),
        protected=filing.protected,
        inquiry_on=today + timedelta(days=max(30, 400 - filing.received)),
        hold=filing.held and HoldField(reason=filing.held[0], since=_moment(today, filing.held[1])),
    )
    for who, role in filing.parties:
        yield PartyRecord(
            v=1,
            event_id=f"{name}:{who.subject}",
            case=case,
            person=f"demo:{who.subject}",
            role=role,
        )
    yield from _events(name, case, filing.events, today)
    for who, ago in filing.codes:
        yield CodeRecord(
            v=1,
            event_id=f"{name}:{who.subject}:code",
            case=case,
            issued_on=today - timedelta(days=ago),
            person=f"demo:{who.subject}",
            role=roles[who],
        )
    if filing.visit is not None:
        yield _visit(filing, filing.visit, name, today)
    if filing.represented is not None:
        yield from _represented(filing, name, today)


def _visit(
    filing: Filing, visit: tuple[AppointmentKind, int], name: str, today: date
) -> AppointmentRecord:
    who, role = filing.parties[0]
    return AppointmentRecord(
        v=1,
        event_id=f"{name}:visit",
        id=f"{name}:visit",
        as_of=_moment(today, 10),
        case=filing.receipt_number,
        person=f"demo:{who.subject}",
        role=role,
        appointment_kind=visit[0],
        office=f"demo:{offices.EL_PASO.name}",
        starts=_moment(today, -visit[1]),
    )


def _represented(filing: Filing, name: str, today: date) -> Iterator[Record]:
    client, ago = filing.represented or (filing.parties[0][0], 0)
    yield RepresentationRecord(
        v=1,
        event_id=f"{name}:representation",
        id=f"{name}:representation",
        case=filing.receipt_number,
        person=f"demo:{client.subject}",
        role=dict(filing.parties)[client],
        representative_name=REPRESENTATIVE,
        address=OFFICE,
        since=_moment(today, filing.received),
    )
    yield CodeRecord(
        v=1,
        event_id=f"{name}:representation:code",
        case=filing.receipt_number,
        issued_on=today - timedelta(days=ago),
        representation=f"{name}:representation",
    )


def _events(
    name: str, case: str, events: tuple[tuple[str, int], ...], today: date
) -> Iterator[Record]:
    for code, ago in events:
        yield EventRecord(
            v=1,
            event_id=f"{name}:{code}",
            case=case,
            code=code,
            at=_moment(today, ago),
        )


def _background(number: int, today: date) -> Iterator[Record]:
    """Somebody without a story, so that searches find more than the people with one."""
    random = Random(f"background:{number}")
    who, name = somebody(random), f"demo:background:{number:02d}"
    form, category, office, path = _BACKGROUND[number % len(_BACKGROUND)]
    case = random.choice(_PREFIXES) + receipt_digits(BACKGROUND_NUMBER + number)
    received = random.randint(120, 600)
    yield PersonRecord(
        v=1,
        event_id=f"{name}:person",
        id=name,
        as_of=_moment(today, received),
        given_name=who.given_name,
        family_name=who.family_name,
        birth_date=who.birth_date,
        a_number=a_number(BACKGROUND_NUMBER + number),
        residence=who.residence,
    )
    yield CaseRecord(
        v=1,
        event_id=f"{name}:case",
        receipt_number=case,
        as_of=_moment(today, received),
        form=form,
        category=category,
        office=office,
        channel="paper",
        received_on=today - timedelta(days=received),
        protected=False,
    )
    yield PartyRecord(
        v=1, event_id=f"{name}:party", case=case, person=name, role=PartyRole.APPLICANT
    )
    reached = path[: random.randint(1, len(path))]
    gap = received // (len(path) + 1)
    yield from _events(
        name, case, tuple((code, received - step * gap) for step, code in enumerate(reached)), today
    )


def _moment(today: date, days_ago: int) -> datetime:
    """Ten in the morning, Eastern, so many days ago."""
    day = today - timedelta(days=days_ago)
    return datetime.combine(day, time(10), EASTERN).astimezone(UTC)
