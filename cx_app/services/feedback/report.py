"""What people said, in the shape in which agencies report it: one line for each collection, that is
a service and a channel (CX-6). Small ones without figures (CX-9)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, func, select

from cx_app.domain.business_time import EASTERN, eastern_date
from cx_app.domain.feedback import WAYS, Driver, Task, Way, hidden_pairs, quarter_after
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import AuditEntry
from cx_app.services.audit.export import written
from cx_app.services.audit.record import record
from cx_app.services.cases.staff import require_staff
from cx_app.services.feedback.trends import counted, offers, quarters, told
from cx_app.services.feedback.words import STAFF_TASKS, TRUST
from cx_app.services.policy.current import policy
from cx_app.settings import settings

ACTS: Final = {
    Task.ADD_CASE: "access_code.redeem",
    Task.VISIT: "appointment_request.submit",
    Task.BIOMETRICS: "biometrics.reschedule",
    Task.CALLBACK: "callback.ask",
    Task.SUPPORT: "support.answer",
}
"""In the audit: how many customers there were. Without the first step of a task nobody ends it."""
STAGE: Final = "end"
SURVEY: Final = "thumbs_up_down"
TITLE: Final = "After a task in the portal"
COLUMNS: Final = (
    *("quarter_begins", "quarter_ends", "service_provider_name", "service_name"),
    *("service_stage_name", "channel", "survey_title", "survey_type", "trust_question_text"),
    *("omb_control_number", "volume_of_customers"),
    *("volume_of_customers_provided_survey_opportunity", "volume_of_respondents"),
    *("question_1_up", "question_1_down"),
    *(f"positive_{one}" for one in Driver),
    *(f"negative_{one}" for one in Driver),
)


def report(session: Session, actor: Actor, quarter: str = "") -> str:
    """As CSV. Counts only, and none of fewer than policy says. Raises `Forbidden` for anyone but
    staff; that it was taken is recorded."""
    require_staff(actor)
    now = clock.business(session)
    least = policy(session, now).feedback.least
    choices = quarters(eastern_date(now))
    first = next((one for one in choices if one.isoformat() == quarter), choices[0])
    respondents: Counter[tuple[str, str]] = Counter()
    ups: Counter[tuple[str, str]] = Counter()
    for one in counted(session, first):
        respondents[one.task, one.way] += one.number
        ups[one.task, one.way] += one.number if one.trust else 0
    asked = offers(session, first)
    good: Counter[tuple[str, str, str]] = Counter()
    bad: Counter[tuple[str, str, str]] = Counter()
    for task, way, up, drivers in told(session, first):
        for driver in drivers.split():
            (good if up else bad)[task, way, driver] += 1
    keys = sorted({*respondents, *asked})
    gone = hidden_pairs({key: respondents[key] for key in keys}, least)
    last = quarter_after(first) - timedelta(days=1)
    customers = _customers(session, first, quarter_after(first))
    lines = [
        [
            first.isoformat(),
            last.isoformat(),
            settings.agency_name,
            STAFF_TASKS[Task(task)],
            STAGE,
            way,
            TITLE,
            SURVEY,
            TRUST.replace("{agency}", settings.agency_name),
            settings.omb_control_number,
            str(customers.get(task, "")) if way == WAYS.get(Task(task), Way.ONLINE) else "",
            str(asked.get((task, way), 0)),
            *_figures((task, way), respondents, ups, good, bad, least, hide=(task, way) in gone),
        ]
        for task, way in keys
    ]
    record(session, actor, "feedback.export", details={"rows": len(lines)})
    return written([COLUMNS, *lines])


def _figures(
    key: tuple[str, str],
    respondents: Counter[tuple[str, str]],
    ups: Counter[tuple[str, str]],
    good: Counter[tuple[str, str, str]],
    bad: Counter[tuple[str, str, str]],
    least: int,
    *,
    hide: bool,
) -> list[str]:
    """Empty where they are too few to be told."""
    if hide:
        return [""] * (3 + 2 * len(Driver))
    told_of = [counter[(*key, one)] for counter in (good, bad) for one in Driver]
    return [
        str(respondents[key]),
        str(ups[key]),
        str(respondents[key] - ups[key]),
        *("" if 0 < number < least else str(number) for number in told_of),
    ]


def _customers(session: Session, first: Any, after: Any) -> dict[str, int]:
    begins, ends = (
        datetime(day.year, day.month, day.day, tzinfo=EASTERN).astimezone(UTC)
        for day in (first, after)
    )
    rows = session.exec(
        select(AuditEntry.action, func.count())
        .where(
            col(AuditEntry.action).in_(list(ACTS.values())),
            col(AuditEntry.outcome) == "done",
            col(AuditEntry.at) >= begins,
            col(AuditEntry.at) < ends,
        )
        .group_by(AuditEntry.action)
    )
    found = dict(rows.all())
    return {str(task): found.get(action, 0) for task, action in ACTS.items()}
