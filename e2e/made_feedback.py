"""Answers of many people, so that figures can be shown."""

from __future__ import annotations

from e2e.made import _in_portal
from e2e.portal import Portal

SAY = """
import sys
from cx_app import database
from cx_app.domain.business_time import eastern_date
from cx_app.domain.feedback import month_of
from cx_app.gateways import clock
from cx_app.models import Feedback
task, way, language, number, up = sys.argv[1:]
with database.write() as session:
    month = month_of(eastern_date(clock.business(session)))
    for n in range(int(number)):
        session.add(Feedback(month=month, task=task, way=way, outcome="done", language=language,
                             trust=n < int(up), drivers="ease" if n < int(up) else "efficiency"))
"""


def answers_of_many(
    portal: Portal, task: str, number: int, *, up: int, way: str = "online", language: str = "en"
) -> None:
    """So many answers of this month, `up` of them with a thumb up."""
    _in_portal(portal, SAY, task, way, language, str(number), str(up))


EMPTY = """
from sqlalchemy import delete
from cx_app import database
from cx_app.models import Feedback
with database.write() as session:
    session.exec(delete(Feedback))
"""


def no_answers(portal: Portal) -> None:
    """What is shown of few answers hangs on all that were given."""
    _in_portal(portal, EMPTY)


FORGET = """
from sqlalchemy import delete
from cx_app import database
from cx_app.models import FeedbackTurn
with database.write() as session:
    session.exec(delete(FeedbackTurn))
"""


def nobody_was_asked(portal: Portal) -> None:
    """Whoever ended a task in another journey may be asked again."""
    _in_portal(portal, FORGET)
