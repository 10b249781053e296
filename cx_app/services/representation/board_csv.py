"""The board as a table to take away; each time is in the record."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from cx_app.domain.identity import Actor
from cx_app.domain.representation.board import Asked
from cx_app.language import _
from cx_app.services.audit.export import written
from cx_app.services.audit.record import record
from cx_app.services.representation.board import everything

MOST: Final = 5_000
"""Rows of one file."""


def board_csv(session: Session, actor: Actor, asked: Asked) -> str:
    """What the tab shows, all pages of it."""
    rows = everything(session, actor, asked, MOST)
    record(session, actor, "representation.export", details={"rows": len(rows)})
    heads = (
        _("Client"),
        _("Receipt number"),
        _("Form"),
        _("Status"),
        _("Since"),
        _("Whose turn"),
        _("Next appointment"),
        _("What for"),
        _("Answer by"),
        _("Changed"),
    )
    lines = (
        (
            row.client,
            row.receipt,
            row.form,
            row.status,
            row.status_day,
            row.turn,
            row.next,
            row.next_name,
            row.deadline,
            _("Yes") if row.changed else "",
        )
        for row in rows
    )
    return written([heads, *lines])
