"""Estimates in plain words, at or under grade 8 in both languages (tested)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from cx_app.domain.progress.estimate import Chances, Estimate, Status
from cx_app.domain.progress.ledger import Reason
from cx_app.domain.progress.milestones import REACHED, ends
from cx_app.domain.progress.path import RECEIVED, Mark
from cx_app.domain.progress.record import Figures
from cx_app.domain.progress.table import Level, Milestone
from cx_app.language import _, language, plural, say_date, say_day

NEAR: Final = 60
"""Days up to which a date is said; further away it is a week."""

NAMES: Final = {
    RECEIVED: "Received",
    Milestone.BIOMETRICS: "Biometrics",
    Milestone.EVIDENCE: "More evidence",
    Milestone.INTERVIEW: "Interview",
    Milestone.REVIEW: "Review",
    Milestone.DECISION: "Decision",
    Milestone.OATH: "Oath",
    Milestone.CARD: "Card mailed",
}
MARKS: Final = {
    Mark.DONE: "done",
    Mark.NOW: "now",
    Mark.AHEAD: "ahead",
    Mark.NOT_REPORTED: "not reported",
}

NOT_OFFERED, NO_DESIGNATION, STOPPED, NO_COUNTS = (
    *("not_offered", "no_designation"),
    *("stopped", "no_counts"),
)
REFUSALS: Final[dict[str, tuple[str, str]]] = {
    Status.TOO_FEW: (
        "Not enough cases like yours",
        "We know fewer than 30 cases of this form. From so few we can’t tell how long yours takes.",
    ),
    Status.BEYOND_HISTORY: (
        "Not enough cases that waited so long",
        "Too few cases like yours have waited as long as yours has. We can’t tell what comes next.",
    ),
    Status.STALE: (
        "Our counts are too old",
        "We have had no fresh counts for a while. Old ones could mislead you, so there is no date.",
    ),
    Status.LONGER_THAN_EXPECTED: (
        "Longer than expected",
        "Of 100 cases like yours, 93 were done by now. Yours takes longer, and we can’t say why.",
    ),
    NOT_OFFERED: (
        "No estimate for this form",
        "We do not give estimates for this form yet.",
    ),
    NO_DESIGNATION: (
        "No estimate for this form",
        "Cases of this form differ by program. The agency has not told us which one is yours.",
    ),
    STOPPED: (
        "Estimates for this form are stopped",
        "We are checking our estimates for this form. They come back when they are right again.",
    ),
    NO_COUNTS: (
        "No counts yet",
        "We have not counted past cases yet. Look again in a day or two.",
    ),
}
NEVER: Final = frozenset({NOT_OFFERED, NO_DESIGNATION})
"""Where there will be no estimate of which to tell that it moved."""
NO_TABLE: Final = {
    Milestone.EVIDENCE: "no date: only some people are asked for it",
    Milestone.REVIEW: "no date: it begins after the interview",
    Milestone.OATH: "no date: the agency does not tell us of oaths",
}
"""Milestones of which nothing is counted, and why."""
BEFORE_APPROVAL: Final = "no date before your case is approved"
NOT_COUNTED: Final = "no date: past cases are not counted yet"
NO_STEP: Final[dict[Status, str]] = {
    Status.TOO_FEW: "no date: too few cases like yours",
    Status.BEYOND_HISTORY: "no date: too few cases waited so long",
    Status.STALE: "no date: our counts are too old",
    Status.LONGER_THAN_EXPECTED: "no date: it takes longer than for most",
    Status.PAUSED: "no date while your case does not move",
}
NO_STEPS: Final = {
    NOT_OFFERED: "no date: we give none for this form yet",
    NO_DESIGNATION: "no date: we do not know your program",
    STOPPED: "no date while we check our estimates",
    NO_COUNTS: NOT_COUNTED,
}
"""Beside every step of a case that has no estimate whatever the counts say."""
PAUSED_TITLE: Final = "Your case does not move now"
PAUSED: Final = {
    "evidence": "The agency waits for the evidence it asked you for. "
    "When it has it, the estimate comes back.",
    "missed": "An appointment was missed. When there is a new one, the estimate comes back.",
    "request": "A new time for an appointment is not settled yet. "
    "When it is, the estimate comes back.",
}
HELD: Final = "The agency has put your case aside. When it goes on, the estimate comes back."
LEVELS: Final = {
    Level.FORM: "It counts {n} cases of the same form, in all offices.",
    Level.CATEGORY: "It counts {n} cases of the same form and kind, in all offices.",
    Level.OFFICE: "It counts {n} cases of the same form and kind, in your office.",
    Level.STATE: "It counts {n} cases of the same form, kind, office and stage.",
}
REASONS: Final = {
    Reason.CORRECTED: "The agency corrected its record of your case.",
    Reason.TRANSFERRED: "Your case moved to another office.",
    Reason.MILESTONE_REACHED: "Your case took a step.",
    Reason.PAUSED: "Your case stopped moving for now.",
    Reason.RESUMED: "Your case moves again.",
    Reason.TIME_PASSED: "Time passed and nothing new came.",
    Reason.NEW_DATA: "New counts came in.",
    Reason.PACE_CHANGED: "Cases like yours go at another pace now.",
    Reason.LEVEL_CHANGED: "We now count another group of cases.",
    Reason.METHOD_CHANGED: "We changed how we count.",
    Reason.COUNTS_TOO_OLD: "Our counts became too old.",
    Reason.COUNTS_BACK: "Fresh counts came back.",
}


def say_about(day: date, today: date) -> str:
    """A date that is near, the week of one that is far."""
    if (day - today).days <= NEAR:
        return _("{near_day}", near_day=say_date(day))
    monday = day - timedelta(days=day.weekday())
    return _("the week of {day}", day=say_day(monday, "long", language()))


def step_said(said: Estimate) -> str:
    """Beside a milestone ahead: by when half and most are there, or why that is not said."""
    if said.days is None:
        return _(NO_STEP[said.status]) if said.status in NO_STEP else ""
    half, most = said.on(said.days.p50), said.on(said.days.p80)
    if half is None:
        return _("half of them later than we can see")
    if most is None:
        return _("half of them by {day}", day=say_about(half, said.as_of))
    return _(
        "half of them by {half}, 80 of 100 by {most}",
        half=say_about(half, said.as_of),
        most=say_about(most, said.as_of),
    )


def when_to_ask(inquiry_on: date | None, today: date) -> str:
    """The agency's own day, as the feed tells it; none is ever derived (MP-6)."""
    if inquiry_on is None:
        return _("The agency has not said from when it takes questions about your case.")
    if inquiry_on <= today:
        return _(
            "The agency has taken questions about your case since {day}.", day=say_date(inquiry_on)
        )
    return _("You can ask the agency about your case from {day} on.", day=say_date(inquiry_on))


def by_when(said: Estimate) -> str:
    """The main sentence."""
    half = said.on(said.days.p50) if said.days else None
    most = said.on(said.days.p80) if said.days else None
    if half and most:
        return _(
            "Half of the cases like yours are decided by {half}, and 80 of 100 by {most}.",
            half=say_about(half, said.as_of),
            most=say_about(most, said.as_of),
        )
    if half:
        return _(
            "Half of the cases like yours are decided by {half}. For 80 of 100 it is later than we "
            "can see.",
            half=say_about(half, said.as_of),
        )
    return _("Half of the cases like yours wait for longer than we can see.")


COUNTED: Final = {
    Milestone.DECISION: "Of 100 cases like yours that still waited after {age} days, about {n} "
    "were decided within {days} more days.",
    Milestone.CARD: "Of 100 cases like yours with no card {age} days after they were approved, "
    "about {n} had it sent within {days} more days.",
}
COUNTED_STEP: Final = (
    "Of 100 cases like yours that still waited for this step after {age} days, about {n} were "
    "past it within {days} more days."
)
ALSO_ENDED: Final = "A case that was decided without this step counts as past it."
NO_PUBLIC_STEP: Final = (
    "The public page has no figure for this step. It only says how long it takes to the decision."
)


def in_counts(said: Estimate) -> str:
    """ "Of 100 cases …", for the longest time that we know of, up to 90 days."""
    days, number = _counted(said.of_100)
    if number is None:
        return ""
    return _(COUNTED.get(said.milestone, COUNTED_STEP), age=said.age, n=number, days=days)


def also_ended(milestone: Milestone) -> str:
    """What else than the step ends the wait for it."""
    return _(ALSO_ENDED) if ends(milestone) != REACHED.get(milestone) else ""


def up_to(said: Estimate) -> str:
    return _("The counts go up to {day}.", day=say_date(said.data_day))


def _counted(chances: Chances | None) -> tuple[int, int | None]:
    if chances is None:
        return 0, None
    if chances.within_90 is not None:
        return 90, chances.within_90
    return 30, chances.within_30


def similar(said: Estimate, designation: str = "") -> str:
    if not said.level:
        return ""
    counted = _(LEVELS[said.level], n=f"{said.cases:,}")
    return f"{counted} {_('All of them are under the same program.')}" if designation else counted


def notes(said: Estimate) -> list[str]:
    found = []
    if said.greyed:
        old = (said.as_of - said.data_day).days
        found.append(_("These counts are {n} days old, so they may be wrong by now.", n=old))
    if said.pace_just_changed:
        found.append(
            _("The pace of these cases has just changed. We do not know yet if it stays so.")
        )
    if said.wider_for_few:
        found.append(_("Your office alone has too few cases, so we count a larger group."))
    return found


def record_said(whole: Figures) -> str:
    """How right such statements were in the last quarter: of dates, or, where waits are so long
    that hardly any date was over, of the cases that were foreseen."""
    if whole.dates >= LEAST_RECORD:
        return _(
            "Of 100 dates like “80 of 100 by …” that we gave for this form, about {n} held.",
            n=round(100 * whole.held / whole.dates),
        )
    if whole.foreseen >= LEAST_RECORD:
        return _(
            "For each 100 cases of this form that we said would get there within 90 days, about "
            "{n} did.",
            n=round(100 * whole.came / whole.foreseen),
        )
    return _("There is no record yet of how right such dates are.")


LEAST_RECORD: Final = 30
"""Dates, or cases, below which no share is said."""


def public_said(days: int | None, *, of_office: bool, age: int) -> str:
    """The public page's figure, and why ours is another."""
    if days is None:
        return _("The public page has no figure for these cases.")
    figure = (
        _("The public page says {n} days for 80 of 100 cases of this office.", n=days)
        if of_office
        else _("The public page says {n} days for 80 of 100 cases of this form.", n=days)
    )
    why = _(
        "It counts from the first day. It does not know that your case has waited {age} days, or "
        "how fast cases went of late.",
        age=age,
    )
    return f"{figure} {why}"


def waited(days: int) -> str:
    return plural("for {n} day", "for {n} days", days)
