"""Administrators look at the words of messages, draft new ones, see them filled, and put them in
force. What does not hold is refused here, never when a message is due."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.templates import (
    SAMPLES,
    SHAPES,
    Fault,
    Problem,
    Words,
    problems,
    text_too_long,
)
from cx_app.gateways import clock
from cx_app.language import LANGUAGES, Language, say_moment
from cx_app.models import MessageTemplate
from cx_app.services.audit.record import record
from cx_app.services.cases.staff import require_staff
from cx_app.services.messages.catalogue import filled, next_version
from cx_app.services.messages.plain import too_hard
from cx_app.services.messages.switch import require_admin

ONLY_FIELDS: Final = re.compile(r"(\s|{\w+})*")
PORTAL: Final[dict[Language, str]] = {"en": "the portal", "es": "el portal"}
"""What an address reads like: it is looked at, not read out."""


@dataclass(frozen=True, slots=True)
class TemplateLine:
    id: str
    kind: str
    version: int
    in_force: bool
    created: str
    activated: str
    """Empty for a draft."""


@dataclass(frozen=True, slots=True)
class Preview:
    kind: str
    version: int
    words: Words
    """As written, with {fields}."""
    shown: Words
    """Filled with sample data; empty where the words do not hold."""
    problems: list[Problem] = field(default_factory=list)


def templates(session: Session, actor: Actor) -> list[TemplateLine]:
    """By kind, the newest version first. All staff may look."""
    require_staff(actor)
    rows = list(
        session.exec(
            select(MessageTemplate).order_by(
                col(MessageTemplate.kind), col(MessageTemplate.version).desc()
            )
        )
    )
    current: dict[str, MessageTemplate] = {}
    for row in rows:
        best = current.get(row.kind)
        if row.activated_at and (
            best is None or row.activated_at > (best.activated_at or row.activated_at)
        ):
            current[row.kind] = row
    return [
        TemplateLine(
            id=str(row.id),
            kind=row.kind,
            version=row.version,
            in_force=current.get(row.kind) is row,
            created=say_moment(row.created_at),
            activated=say_moment(row.activated_at) if row.activated_at else "",
        )
        for row in rows
    ]


def preview(session: Session, actor: Actor, template_id: UUID) -> Preview:
    """Raises `NotFound`."""
    require_staff(actor)
    row = _row(session, template_id)
    found = check(Kind(row.kind), row.words)
    shown = {} if found else _shown(row.words)
    return Preview(row.kind, row.version, row.words, shown, found)


def draft(session: Session, actor: Actor, kind: Kind, words: Words) -> UUID:
    """A new version, not in force yet; it may still have faults. Raises `NotFound` for a kind whose
    words are not data."""
    require_admin(actor)
    if kind not in SHAPES:
        raise NotFound("this kind has no template")
    row = MessageTemplate(
        kind=kind,
        version=next_version(session, kind),
        words={language: dict(parts) for language, parts in words.items()},
        created_at=clock.business(session),
        created_by=str(actor.account_id),
    )
    session.add(row)
    session.flush()
    record(session, actor, "template.draft", details={"kind": str(kind), "version": row.version})
    return row.id


def activate(session: Session, actor: Actor, template_id: UUID) -> list[Problem]:
    """In force from now on; or what stands in its way, and then nothing changes. An older version
    comes back the same way."""
    require_admin(actor)
    row = _row(session, template_id)
    found = check(Kind(row.kind), row.words)
    if not found:
        row.activated_at, row.activated_by = clock.business(session), str(actor.account_id)
        session.add(row)
    record(
        session,
        actor,
        "template.activate",
        "refused" if found else "done",
        details={"kind": row.kind, "version": row.version, "problems": len(found)},
    )
    return found


def check(kind: Kind, words: Words) -> list[Problem]:
    """Every fault: of fields, of languages, of what may leave; where those hold, also how long a
    text is and how hard the words are, once filled."""
    shape = SHAPES[kind]
    found = problems(words, shape, LANGUAGES)
    faulty = {(problem.language, problem.part) for problem in found}
    for lang in LANGUAGES:
        for part in words.get(lang, {}):
            if part in shape.parts and (lang, part) not in faulty:
                found += _when_filled(words, lang, part)
    return found


def _when_filled(words: Words, lang: Language, part: str) -> list[Problem]:
    found = []
    if part == "text" and (long := text_too_long(lang, filled(words, lang, part, SAMPLES))):
        found.append(long)
    if ONLY_FIELDS.fullmatch(words[lang][part]):
        return found  # its occasion says it, not we
    hard = too_hard(lang, filled(words, lang, part, {**SAMPLES, "link": PORTAL[lang]}))
    if hard:
        found.append(Problem(Fault.HARD_WORDS, lang, part, measured=hard))
    return found


def _shown(words: Words) -> dict[str, dict[str, str]]:
    return {
        lang: {part: filled(words, lang, part, SAMPLES) for part in words[lang]}
        for lang in LANGUAGES
    }


def _row(session: Session, template_id: UUID) -> MessageTemplate:
    row = session.get(MessageTemplate, template_id)
    if row is None:
        raise NotFound("no such template")
    return row
