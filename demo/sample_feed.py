"""Feeds of any size about made-up people, as an agency would send them: the same for a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.business_time import EASTERN
from cx_app.domain.cases import PartyRole
from cx_app.domain.offices import OfficeKind
from cx_app.services.feed.fields import AddressField, HoldField
from cx_app.services.feed.records import (
    AppointmentRecord,
    CaseRecord,
    ClosureRecord,
    CodeRecord,
    CorrectionRecord,
    EventRecord,
    MergeRecord,
    OfficeRecord,
    PartyRecord,
    PersonRecord,
    Record,
    RepresentationRecord,
    WithdrawalRecord,
    encode,
)
from demo.characters import OFFICE as LAW_OFFICE
from demo.synthetic import a_number, receipt_digits, somebody

FORMS: Final = (
    ("I-765", "(c)(9)", ("IAF", "FNA", "FNB", "FNG", "DA", "LDA", "LEA")),
    ("I-485", "family", ("IAF", "FNA", "FNB", "FTA0", "FBA", "FBB", "FH", "FJ", "HG", "DA")),
    ("N-400", "5-year", ("IAF", "FNA", "FNB", "FTA0", "FH", "FJ", "HG", "DA")),
    ("I-90", "renewal", ("IAF", "FNA", "FNB", "DA", "LDA", "LEA")),
    ("I-131", "advance parole", ("IAF", "FNA", "FNB", "DA")),
    ("I-821", "re-registration", ("IAF", "FNA", "FL", "IFAD")),
    ("I-751", "joint", ("IAF", "FNA", "FNB", "EA")),
)
OFFICES: Final = (
    ("BAL", "Baltimore", OfficeKind.FIELD_OFFICE, "MD", "21201", "America/New_York"),
    ("DAL", "Dallas", OfficeKind.FIELD_OFFICE, "TX", "75202", "America/Chicago"),
    ("ELP", "El Paso", OfficeKind.SUPPORT_CENTER, "TX", "79901", "America/Denver"),
    ("FRE", "Fresno", OfficeKind.SUPPORT_CENTER, "CA", "93721", "America/Los_Angeles"),
    ("HON", "Honolulu", OfficeKind.FIELD_OFFICE, "HI", "96813", "Pacific/Honolulu"),
)
DESIGNATION: Final = "TPS-A-2025"
HOLDS: Final = ("background_checks", "policy_review")
FIRST_NUMBER: Final = 1_000_000
"""Where the receipt numbers of a seed begin, far from those of stories and histories."""
LONGEST: Final = 720
"""Days back to the first filings."""
CODE_WITHIN: Final = timedelta(days=14)
"""Filings accepted more lately get a code."""


@dataclass
class SampleFeed:
    """`cases` filings as of `today`; `seed` picks other people and fates."""

    cases: int
    today: date
    seed: int = 1
    begun: int = 0
    """How many filings have been told so far."""

    def lines(self) -> Iterator[bytes]:
        yield from map(encode, self.records())

    def records(self) -> Iterator[Record]:
        """Every kind of record, each after what it names."""
        yield from self._offices()
        for number in range(self.cases):
            self.begun = number + 1
            yield from _Filing(self, number).records()

    def moment(self, days_ago: int, hour: int = 10) -> datetime:
        day = self.today - timedelta(days=days_ago)
        return datetime.combine(day, time(hour), EASTERN).astimezone(UTC)

    def _offices(self) -> Iterator[Record]:
        for code, name, kind, state, zip_code, zone in OFFICES:
            yield OfficeRecord(
                v=1,
                event_id=f"sample:{self.seed}:office:{code}",
                id=f"sample:{code}",
                as_of=self.moment(LONGEST),
                office_kind=kind,
                name=name,
                address=AddressField(
                    lines=("1 Federal Plaza",), city=name, state=state, zip=zip_code
                ),
                time_zone=zone,
            )
        yield ClosureRecord(
            v=1,
            event_id=f"sample:{self.seed}:closure",
            id=f"sample:{self.seed}:closure",
            as_of=self.moment(1),
            office="sample:HON",
            begins=self.moment(-30, 0),
            ends=self.moment(-31, 0),
            reason="weather",
        )


class _Filing:
    """One filing: who is in it, what happened, and how often the agency changed its mind."""

    def __init__(self, feed: SampleFeed, number: int) -> None:
        self.feed = feed
        self.random = Random(f"{feed.seed}:{number}")
        self.name = f"sample:{feed.seed}:{number}"
        self.number = FIRST_NUMBER * feed.seed + number
        self.receipt = "IOE" + receipt_digits(self.number)
        self.form, self.category, path = self.random.choice(FORMS)
        self.received = self.random.randint(1, LONGEST)
        self.reached = path[: self.random.randint(1, len(path))]
        self.office = self.random.choice(OFFICES)

    def records(self) -> Iterator[Record]:
        yield self._person(self.name, self.received)
        yield self._case(self.received, self.office[1], "case")
        yield PartyRecord(
            v=1,
            event_id=f"{self.name}:party",
            case=self.receipt,
            person=self.name,
            role=PartyRole.APPLICANT,
        )
        yield from self._events()
        if self.random.random() < 0.15:
            yield self._representation()
        if timedelta(days=self.received) < CODE_WITHIN:
            yield self._code()
        if self.random.random() < 0.05:
            yield self._appointment()
        if self.random.random() < 0.03:
            yield self._case(self.received // 2, self.random.choice(OFFICES)[1], "moved")
        if self.random.random() < 0.01:
            yield from self._second_thoughts()

    def _person(self, name: str, days_ago: int) -> PersonRecord:
        who = somebody(self.random)
        return PersonRecord(
            v=1,
            event_id=f"{name}:person",
            id=name,
            as_of=self.feed.moment(days_ago),
            given_name=who.given_name,
            family_name=who.family_name,
            birth_date=who.birth_date,
            a_number=a_number(self.number),
            residence=who.residence,
            household=f"sample:{self.feed.seed}:{self.number // 3}",
        )

    def _case(self, days_ago: int, office: str, event: str) -> CaseRecord:
        held = self.random.random() < 0.02
        return CaseRecord(
            v=1,
            event_id=f"{self.name}:{event}",
            receipt_number=self.receipt,
            as_of=self.feed.moment(days_ago),
            form=self.form,
            designation=DESIGNATION if self.form == "I-821" else "",
            category=self.category,
            office=office,
            channel="paper",
            received_on=self.feed.today - timedelta(days=self.received),
            protected=self.random.random() < 0.005,
            inquiry_on=self.feed.today + timedelta(days=LONGEST - self.received),
            hold=HoldField(reason=self.random.choice(HOLDS), since=self.feed.moment(days_ago, 11))
            if held
            else None,
        )

    def _events(self) -> Iterator[Record]:
        gap = self.received / (len(self.reached) + 1)
        for step, code in enumerate(self.reached):
            yield EventRecord(
                v=1,
                event_id=f"{self.name}:{code}",
                case=self.receipt,
                code=code,
                at=self.feed.moment(self.received - int(step * gap), 8 + step),
            )

    def _representation(self) -> Record:
        return RepresentationRecord(
            v=1,
            event_id=f"{self.name}:g28",
            id=f"{self.name}:g28",
            case=self.receipt,
            person=self.name,
            role=PartyRole.APPLICANT,
            representative_name="Rosa Delgado",
            address=LAW_OFFICE,
            since=self.feed.moment(self.received),
        )

    def _code(self) -> Record:
        return CodeRecord(
            v=1,
            event_id=f"{self.name}:access",
            case=self.receipt,
            issued_on=self.feed.today - timedelta(days=self.received),
            person=self.name,
            role=PartyRole.APPLICANT,
        )

    def _appointment(self) -> Record:
        ahead = self.random.randint(-60, 40)
        return AppointmentRecord(
            v=1,
            event_id=f"{self.name}:appointment",
            id=f"{self.name}:appointment",
            as_of=self.feed.moment(max(0, min(self.received, self.received // 2))),
            case=self.receipt,
            person=self.name,
            role=PartyRole.APPLICANT,
            appointment_kind=AppointmentKind.BIOMETRICS,
            office=f"sample:{self.office[0]}",
            starts=self.feed.moment(-ahead, 9),
            status=AppointmentState.SCHEDULED if ahead > 0 else AppointmentState.KEPT,
        )

    def _second_thoughts(self) -> Iterator[Record]:
        first = f"{self.name}:{self.reached[0]}"
        yield CorrectionRecord(
            v=1,
            event_id=f"{self.name}:correction",
            of=first,
            as_of=self.feed.moment(0, 1),
            code=self.reached[0],
            at=self.feed.moment(self.received, 7),
        )
        if len(self.reached) > 1:
            yield WithdrawalRecord(
                v=1,
                event_id=f"{self.name}:withdrawal",
                of=f"{self.name}:{self.reached[-1]}",
            )
        yield self._person(f"{self.name}:twin", self.received)
        yield MergeRecord(
            v=1, event_id=f"{self.name}:merge", person=f"{self.name}:twin", into=self.name
        )
