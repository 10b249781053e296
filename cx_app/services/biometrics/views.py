"""What screens show of a biometrics appointment: frozen, in words, filtered for the actor."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Present:
    """The appointment as it is; empty where there is none."""

    when: str = ""
    place: str = ""
    address: list[str] = field(default_factory=list)
    map_link: str = ""
    limit: str = ""
    """Until when it can be moved online, as an instant in words; empty once that is over."""
    left: str = ""
    """How long that is from now."""
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule that is against moving it online, what still works, and what happens otherwise."""

    code: str = ""
    title: str = ""
    why: str = ""
    still: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request for another time that is or was with an officer."""

    state: str = ""
    title: str = ""
    text: str = ""
    asked: str = ""
    words: str = ""
    """Only for accounts of the very same party and its representative."""
    can_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class HomeVisitLine:
    """Biometrics that are taken at home (BIO-11)."""

    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    number: str = ""
    made: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class CauseLine:
    value: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class WayLine:
    """Where the confirmation goes: `value` is a channel, `label` names the masked address."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """An appointment of somebody else that this account may see too."""

    id: str
    name: str
    form: str
    when: str
    place: str


@dataclass(frozen=True, slots=True)
class MatchLine:
    """An account that found the appointment without a code."""

    id: str
    account: str
    """Its masked address."""
    day: str


@dataclass(frozen=True, slots=True)
class BiometricsPage:
    id: str = ""
    booking_id: str = ""
    """Of the appointment that is shown; empty where nothing was ever written about it here."""
    form: str = ""
    form_name: str = ""
    receipt_number: str = ""
    case_id: str = ""
    """Empty where the actor reaches the appointment and nothing else of the case."""
    name: str = ""
    """Whose appointment it is, where it is not the reader's own."""
    acting_for: bool = False
    submits: str = ""
    """Who submits what a paralegal prepares here; empty for whoever acts themselves."""
    matched: bool = False
    present: Present = Present()
    may_move: bool = False
    chooses: str = ""
    """Why a time is to be chosen without a cause: an officer agreed, or the office closed."""
    moves: str = ""
    """How many moves are left."""
    rule: Rule = Rule()
    request: RequestLine = RequestLine()
    home: HomeVisitLine = HomeVisitLine()
    """Only for accounts of the very same party and its representative."""
    notice: NoticeLine = NoticeLine()
    may_mail: bool = False
    """A printed one can be asked for."""
    mailed: bool = False
    """The printed notice is on its way."""
    bring: list[str] = field(default_factory=list)
    causes: list[CauseLine] = field(default_factory=list)
    words_hint: str = ""
    words_needed: str = ""
    """How much is to be written about another cause."""
    keeps: str = ""
    """For how long a time is held."""
    ways: list[WayLine] = field(default_factory=list)
    way: str = ""
    family: list[FamilyLine] = field(default_factory=list)
    matches: list[MatchLine] = field(default_factory=list)
    """Only for accounts of the very same party (CLAIM-1)."""


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """One of the biometrics appointments that an account reaches."""

    id: str
    form: str
    receipt_number: str
    name: str
    when: str
    place: str
    may_move: bool


@dataclass(frozen=True, slots=True)
class AppointmentsPage:
    lines: list[AppointmentLine]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class OfficeLine:
    id: str
    name: str
    address: str
    far: str
    """How far from home; empty where nobody knows or nobody may know."""
    zone: str
    free: str
    """The first free time, or that there is none."""
    here: bool
    """The appointment is there now."""


@dataclass(frozen=True, slots=True)
class DayLine:
    iso: str
    weekday: str
    day: str
    month: str
    said: str
    """The whole of it, for a screen reader."""
    count: int
    free: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    slot_id: str
    label: str
    said: str
    half: str
    beside: bool = False
    """Nearest to the appointment that it should be next to."""


@dataclass(frozen=True, slots=True)
class TimesPage:
    office_id: str = ""
    zone: str = ""
    week: str = ""
    days: list[DayLine] = field(default_factory=list)
    times: list[TimeLine] = field(default_factory=list)
    earlier: str = ""
    """A day of the week before that has any; empty for none."""
    later: str = ""
    chosen_day: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A held time, beside the appointment that it would replace."""

    hold_id: str
    booking_id: str
    """The appointment of `before`, which alone is moved; empty where there is none any more."""
    slot_id: str
    before: str
    before_place: str
    when: str
    place: str
    ends_at: str
    """The end of the hold on the wall clock (ISO), for the countdown."""
    ends: str
    may_extend: bool
