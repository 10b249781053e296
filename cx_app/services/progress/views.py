"""What screens show of an estimate: frozen, translated, already filtered for the actor."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table beside the picture."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Places on the drawing, in its own units (320 wide); empty where something is not drawn."""

    label: str
    """The same in words, for who does not see it."""
    begin: str = ""
    width: str = ""
    half: str = ""
    fades: str = ""
    """Where the band begins to fade, if it goes on beyond what we can see, and how far it does."""
    fading: str = ""
    ticks: list[Tick] = field(default_factory=list)
    until: str = ""
    """The month at the end of a time line without ticks."""


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A milestone of the path; one that is ahead has an estimate, or says why it has none."""

    name: str
    mark: str
    """`domain.progress.path.Mark`; the words of it are in `said`."""
    said: str
    when: str = ""
    band: Picture = Picture("")
    """On one time line with all the others; without words where another picture says them."""
    sentence: str = ""
    rows: list[Row] = field(default_factory=list)
    sure: list[str] = field(default_factory=list)
    """What stands behind it: similar cases, the day of the counts, the record, the public page."""


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Why an estimate moved."""

    day: str
    why: str
    change: str


@dataclass(frozen=True, slots=True)
class Sure:
    """What stands behind an estimate."""

    similar: str
    data: str
    record: str
    public: str = ""
    receipt: str = ""
    """JSON, to copy."""
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the account asked for; the answers to its form."""

    tell_days: str = "0"
    share: bool = True
    can_share: bool = False
    """There is a representative to share it with."""


@dataclass(frozen=True, slots=True)
class Progress:
    shown: bool
    marks: list[MarkLine] = field(default_factory=list)
    turn: str = ""
    turn_since: str = ""
    status: str = ""
    """`domain.progress.estimate.Status`, or why the agency gives none."""
    title: str = ""
    sentences: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What limits it: old counts, a pace that has just changed, few cases of the office."""
    greyed: bool = False
    inquiry: str = ""
    """What to do where there is no date, from when on the agency says that one may ask."""
    inquiry_link: str = ""
    picture: Picture = Picture("")
    rows: list[Row] = field(default_factory=list)
    sure: Sure = Sure("", "", "")
    moves: list[MoveLine] = field(default_factory=list)
    wish: Wish = Wish()
    may_wish: bool = False


NOT_SHOWN = Progress(shown=False)
