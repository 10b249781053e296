"""The demo's business clock, and what changed for open pages."""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from cx_app.models.base import word


class ClockOffset(SQLModel, table=True):
    """How far the demo's business clock runs ahead, in seconds; one row, only ever raised."""

    __tablename__ = "clock_offset"

    id: int = Field(default=1, primary_key=True)
    seconds: int = 0


class Change(SQLModel, table=True):
    """A topic's version rises with each change; open pages that show the topic reload."""

    __tablename__ = "change"

    topic: str = word(80, primary_key=True)
    version: int = 0
