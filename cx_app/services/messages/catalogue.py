"""The words of messages: versions in the database, first filled from files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from cx_app.domain.cases import form_name, status_of
from cx_app.domain.messages import Kind
from cx_app.domain.templates import MAX_SEGMENTS, SHAPES, Words
from cx_app.domain.texting import fitting
from cx_app.gateways import clock
from cx_app.language import Language, _, href, say_clock, say_date, say_moment, say_short, using
from cx_app.models import MessageTemplate
from cx_app.settings import settings

FILES: Final = Path(__file__).parents[2] / "message_templates"
DAYS: Final = frozenset({"until", "confirm_from", "due"})
"""Facts that are dates."""


def in_force(session: Session, kind: Kind) -> Words | None:
    """The words that were activated last, or those of the files before anything was; None for a
    kind whose words are not data."""
    if kind not in SHAPES:
        return None
    row = session.exec(
        select(MessageTemplate)
        .where(MessageTemplate.kind == kind, col(MessageTemplate.activated_at).is_not(None))
        .order_by(col(MessageTemplate.activated_at).desc(), col(MessageTemplate.version).desc())
    ).first()
    return from_files()[kind] if row is None else row.words


def filled(words: Words, language: Language, part: str, facts: Mapping[str, Any]) -> str:
    """One part with its fields filled in, in its own language."""
    with using(language):
        text = words.get(language, words["en"])[part]
        said = {**house(part), **told(facts)}
        if part == "text" and "city" in said:  # anything may come, and a text costs by its length
            most = MAX_SEGMENTS[language]
            said["city"] = fitting(
                lambda one: text.format(**{**said, "city": one}), said["city"], most
            )
        return text.format(**said)


def house(part: str) -> dict[str, str]:
    """What every part may say. A text has room for the address of the portal and no more."""
    path = "/" if part == "text" else "/account/messages"
    return {
        "service": settings.service_name,
        "agency": settings.agency_name,
        "phone": settings.agency_phone,
        "link": settings.public_url.rstrip("/") + href(path).rstrip("/"),
    }


def told(facts: Mapping[str, Any]) -> dict[str, str]:
    """The facts of an occasion, as the current language writes them."""
    said = {name: str(value) for name, value in facts.items()}
    if form := said.get("form"):
        said["form"] = f"{form} {_(form_name(form))}" if form_name(form) else form
    if code := said.pop("status", ""):
        status = status_of(code)
        said["title"], said["sentence"] = _(status.title), _(status.sentence)
    for name in DAYS & said.keys():
        said[name] = say_date(date.fromisoformat(said[name]))
    if by_day := said.pop("by_day", ""):
        said["by"] = say_date(date.fromisoformat(by_day))
    if starts := said.pop("starts", ""):
        zone = ZoneInfo(said.pop("zone"))
        at = datetime.fromisoformat(starts)
        said["when"], said["short"] = say_moment(at, zone), say_short(at, zone)
    if clock_at := said.pop("at", ""):
        there = ZoneInfo(said.pop("at_zone"))
        said["clock"] = say_clock(datetime.fromisoformat(clock_at), there)
    return said


def seed(session: Session) -> int:
    """A first version, in force at once, for kinds that have none; returns how many were added."""
    have = set(session.exec(select(MessageTemplate.kind)))
    missing = {kind: words for kind, words in from_files().items() if kind not in have}
    now = clock.business(session)
    for kind, words in missing.items():
        session.add(
            MessageTemplate(
                kind=kind,
                words=words,
                created_at=now,
                created_by="files",
                activated_at=now,
                activated_by="files",
            )
        )
    return len(missing)


@cache
def from_files() -> dict[str, dict[str, dict[str, str]]]:
    """kind -> language -> part -> text, from the TOML files."""
    written = {path.stem: tomllib.loads(path.read_text()) for path in FILES.glob("*.toml")}
    return {
        kind: {
            language: {part: text.strip() for part, text in parts.items()}
            for language, parts in words.items()
        }
        for kind, words in sorted(written.items())
    }


def next_version(session: Session, kind: Kind) -> int:
    newest = session.exec(
        select(func.max(MessageTemplate.version)).where(MessageTemplate.kind == kind)
    ).one()
    return (newest or 0) + 1
