"""States of estimates that the demonstration does not begin with, written into its database."""

from __future__ import annotations

from e2e.made import _in_portal
from e2e.portal import Portal

NOTHING_COUNTED = """
from sqlalchemy import delete, text
from cx_app import database
from cx_app.models import ProgressRecord, ProgressStatement, ProgressTable
with database.write() as session:
    for verb in ("UPDATE", "DELETE"):
        session.execute(text(f"DROP TRIGGER progress_table_no_{verb}"))
    for table in (ProgressRecord, ProgressStatement, ProgressTable):
        session.execute(delete(table))
"""


def nothing_is_counted(portal: Portal) -> None:
    """As on a portal of its own before the first night. Its database is SQLite."""
    _in_portal(portal, NOTHING_COUNTED)


NIGHT = """
from tasks.progress import fit_tables
fit_tables()
"""


def a_night_passes(portal: Portal) -> None:
    """What the worker does each hour, and what comes of it once a day."""
    _in_portal(portal, NIGHT)


LATER = """
import sys
from datetime import timedelta
from cx_app import database
from cx_app.gateways import clock
with database.write() as session:
    clock.advance(session, timedelta(days=int(sys.argv[1])))
"""


def days_pass(portal: Portal, days: int) -> None:
    """And no feed tells anything of them."""
    _in_portal(portal, LATER, str(days))


LEDGER = """
import sys
from datetime import timedelta
from sqlmodel import select
from cx_app import database
from cx_app.domain.business_time import eastern_date
from cx_app.domain.progress.ledger import Reason
from cx_app.gateways import clock
from cx_app.models import Case, ProgressStatement
with database.write() as session:
    day = eastern_date(clock.business(session)) - timedelta(days=4)
    case = session.exec(select(Case).where(Case.receipt_number == sys.argv[1])).one()
    dates = [day + timedelta(days=n) for n in (40, 60, 52)]
    lines = [
        {"reason": reason.value, "most_before": None, "most": None,
         "half_before": dates[n % 3].isoformat(), "half": dates[(n + 1) % 3].isoformat()}
        for n, reason in enumerate(Reason)
    ]
    lines[-2]["half"], lines[-1]["half_before"] = None, None
    session.add(ProgressStatement(case_id=case.id, as_of=day, snapshot="0" * 16, facts={},
                                  status="paused", lines=lines))
"""


def it_moved_for_every_reason(portal: Portal, receipt: str) -> None:
    _in_portal(portal, LEDGER, receipt)


ROSA = """
import secrets, sys
from sqlmodel import select
from cx_app import database
from cx_app.gateways import clock
from cx_app.models import Case, Party, Representation
from cx_app.services.identity.grants import ensure_account
from cx_app.settings import settings
with database.write() as session:
    party = session.exec(select(Party).join(Case, Case.id == Party.case_id)
                         .where(Case.receipt_number == sys.argv[1])).one()
    rosa = ensure_account(session, settings.issuer, "rosa")
    session.add(Representation(feed_id=secrets.token_hex(8), case_id=party.case_id,
                               client_party_id=party.id, account_id=rosa.id,
                               since=clock.business(session), representative_name="Rosa Delgado"))
    print(party.case_id)
"""


def rosa_represents(portal: Portal, receipt: str) -> str:
    """From now on; the path of the case."""
    return f"/account/cases/{_in_portal(portal, ROSA, receipt).split()[-1]}"
