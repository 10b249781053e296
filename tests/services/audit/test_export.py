"""The trail as a file: who may take it, how much, and that a spreadsheet runs nothing of it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.models import AuditEntry
from cx_app.services.audit import export as service
from cx_app.services.audit.export import COLUMNS, begin_export, export_chunk, written
from cx_app.services.audit.filters import Filters
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from tests import factories
from tests.factories import actor_for

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


def staff(role: Role) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session, roles=(role,)), role)


def file_of(actor: Actor, filters: Filters, chunk: int = 3) -> list[list[str]]:
    with db.write() as session:
        export = begin_export(session, actor, filters)
    place, text, left = export.start, "", export.rows
    while place is not None and left:
        with db.read() as session:
            lines, count, place = export_chunk(session, actor, filters, place, min(left, chunk))
        text += lines
        left -= count
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.usefixtures("database")
def test_every_line_once_and_only_what_was_there() -> None:
    actor = staff(Role.SUPERVISOR)
    with db.write() as session:
        for number in range(8):
            record(session, SYSTEM_ACTOR, "feed.import", details={"n": number})
    rows = file_of(actor, Filters(what="feed.import"))
    details = COLUMNS.index("Details")
    assert [row[details] for row in rows] == [f"n: {n}" for n in range(7, -1, -1)]
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert len(file_of(actor, Filters())) == 9, "the export before is a line, this one is not"
    assert file_of(actor, Filters(case="IOE9999999999")) == []


@pytest.mark.usefixtures("database")
def test_a_file_is_cut_at_the_limit_and_its_taking_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service, "LIMIT", 5)
    actor = staff(Role.ADMIN)
    with db.write() as session:
        for _row in range(6):
            record(session, SYSTEM_ACTOR, "feed.import")
    assert len(file_of(actor, Filters(what="feed"))) == 5
    with db.read() as session:
        row = session.exec(select(AuditEntry).where(AuditEntry.action == "audit.export")).one()
    assert row.details == {"by": ["what"], "rows": 5, "cut": True}


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPLICANT, Role.REPRESENTATIVE])
def test_only_supervisors_and_administrators_take_it_away(role: Role) -> None:
    actor, boss = staff(role), staff(Role.ADMIN)
    with pytest.raises(Forbidden), db.write() as session:
        begin_export(session, actor, Filters())
    with db.write() as session:
        start = begin_export(session, boss, Filters()).start
    with pytest.raises(Forbidden), db.read() as session:
        export_chunk(session, actor, Filters(), start)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '=HYPERLINK("x")', "＝1"],
)
def test_nothing_in_a_cell_runs(cell: str) -> None:
    [row] = csv.reader(io.StringIO(written([["a", cell]])))
    assert row == ["a", f"'{cell}"]


@given(st.lists(cells, min_size=1, max_size=4))
def test_other_cells_come_out_as_they_went_in(row: list[str]) -> None:
    [back] = csv.reader(io.StringIO(written([["a", *row]]), newline=""))
    assert [one.removeprefix("'") for one in back[1:]] == [one.removeprefix("'") for one in row]
