"""What has happened in a case, the newest first."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from sqlmodel import Session, col, select

from cx_app.language import _, say_date
from cx_app.models import Case, CaseEvent, CaseOffice
from cx_app.services.cases.views import HistoryLine, history_line


def history_of(session: Session, case: Case, *, spared: bool = False) -> list[HistoryLine]:
    """Events that were not withdrawn, and moves from one office to another; `spared` as in
    `status_of`."""
    events = session.exec(
        select(CaseEvent).where(CaseEvent.case_id == case.id, col(CaseEvent.withdrawn).is_(False))
    )
    lines = [((event.at, event.feed_id), history_line(event, spared=spared)) for event in events]
    lines += [((at, ""), line) for at, line in _moves(session, case)]
    return [line for _at, line in sorted(lines, key=lambda one: one[0], reverse=True)]


def _moves(session: Session, case: Case) -> list[tuple[datetime, HistoryLine]]:
    stays = session.exec(
        select(CaseOffice).where(CaseOffice.case_id == case.id).order_by(col(CaseOffice.at))
    ).all()
    return [
        (
            now.at,
            HistoryLine(
                say_date(now.at),
                _("Moved to another office"),
                _("From {before} to {now}.", before=before.office, now=now.office),
            ),
        )
        for before, now in pairwise(stays)
        if before.office != now.office
    ]
