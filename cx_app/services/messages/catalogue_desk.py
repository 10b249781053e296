"""The page of the words of messages: which are in force, what a version looks like, and what
putting it into force changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.templates import (
    HOUSE,
    PARTS,
    SHAPES,
    Problem,
    Words,
)
from cx_app.domain.texting import segments
from cx_app.language import LANGUAGES
from cx_app.services.cases.staff import require_staff
from cx_app.services.messages.catalogue import in_force
from cx_app.services.messages.catalogue_admin import (
    Preview,
    TemplateLine,
    check,
    draft,
    preview,
    templates,
)
from cx_app.services.messages.catalogue_words import (
    FIELD_NAMES,
    LANGUAGE_NAMES,
    OCCASIONS,
    PART_NAMES,
    say_problem,
)
from cx_app.services.messages.words import KINDS


@dataclass(frozen=True, slots=True)
class KindLine:
    kind: str
    name: str
    occasion: str
    version: int
    since: str
    drafts: int
    """Versions newer than the one in force."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    name: str
    meaning: str
    where: str


@dataclass(frozen=True, slots=True)
class Fill:
    """One part of a version, with sample data in it."""

    name: str
    english: str
    spanish: str
    english_size: str
    spanish_size: str
    """Only of texts: what a phone company makes of it."""


@dataclass(frozen=True, slots=True)
class Change:
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """A fault at its field of the form."""

    field: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Version:
    id: str = ""
    version: int = 0
    in_force: bool = False
    written: dict[str, str] = field(default_factory=dict)
    """Form field -> words."""
    fills: list[Fill] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    """What would be different from the words in force now."""


@dataclass(frozen=True, slots=True)
class TemplateDesk:
    kind: str = ""
    name: str = ""
    occasion: str = ""
    parts: list[str] = field(default_factory=list)
    fields: list[FieldLine] = field(default_factory=list)
    lines: list[TemplateLine] = field(default_factory=list)


def kinds(session: Session, actor: Actor) -> list[KindLine]:
    """Every kind whose words are data, by name."""
    found = []
    for kind, group in groupby(templates(session, actor), key=lambda line: line.kind):
        lines = list(group)
        current = next((line for line in lines if line.in_force), lines[-1])
        found.append(
            KindLine(
                kind=kind,
                name=KINDS[Kind(kind)],
                occasion=OCCASIONS[Kind(kind)],
                version=current.version,
                since=current.activated,
                drafts=sum(line.version > current.version for line in lines),
            )
        )
    return sorted(found, key=lambda line: line.name)


def template_desk(session: Session, actor: Actor, kind: str) -> TemplateDesk:
    """Raises `NotFound` for a kind whose words are not data."""
    require_staff(actor)
    if kind not in SHAPES:
        raise NotFound("this kind has no template")
    shape = SHAPES[Kind(kind)]
    return TemplateDesk(
        kind=kind,
        name=KINDS[Kind(kind)],
        occasion=OCCASIONS[Kind(kind)],
        parts=[part for part in PARTS if part in shape.parts],
        fields=[
            FieldLine(
                "{" + name + "}",
                FIELD_NAMES[name],
                "Everywhere" if name in HOUSE | shape.public else "Inbox and letter only",
            )
            for name in (*sorted(shape.fields), *sorted(HOUSE))
        ],
        lines=[line for line in templates(session, actor) if line.kind == kind],
    )


def version(session: Session, actor: Actor, template_id: UUID) -> Version:
    """Raises `NotFound`."""
    found = preview(session, actor, template_id)
    [line] = [line for line in templates(session, actor) if line.id == str(template_id)]
    now = in_force(session, Kind(found.kind)) or {}
    return Version(
        id=line.id,
        version=line.version,
        in_force=line.in_force,
        written=as_form(found.words),
        fills=_fills(found),
        flaws=_flaws(found.problems),
        changes=_changes(now, found.words),
    )


def save_draft(session: Session, actor: Actor, kind: str, form: Mapping[str, str]) -> UUID:
    """What stood in the form, as a new version; faults and all. Raises `NotFound`."""
    if kind not in SHAPES:
        raise NotFound("this kind has no template")
    return draft(session, actor, Kind(kind), from_form(Kind(kind), form))


def flaws_of(session: Session, actor: Actor, kind: str, form: Mapping[str, str]) -> list[Flaw]:
    """The faults of words that are still being written. Raises `NotFound`."""
    del session
    require_staff(actor)
    if kind not in SHAPES:
        raise NotFound("this kind has no template")
    return _flaws(check(Kind(kind), from_form(Kind(kind), form)))


def form_fields(kind: str) -> list[str]:
    """Names of the form's fields, such as `en_subject`."""
    parts = SHAPES[Kind(kind)].parts if kind in SHAPES else ()
    return [f"{lang}_{part}" for part in PARTS if part in parts for lang in LANGUAGES]


def as_form(words: Words) -> dict[str, str]:
    return {
        f"{lang}_{part}": text
        for lang, parts in words.items()
        for part, text in parts.items()
        if lang in LANGUAGES and part in PARTS
    }


def from_form(kind: Kind, form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {
        lang: {
            part: form.get(f"{lang}_{part}", "").replace("\r\n", "\n").strip()
            for part in PARTS
            if part in SHAPES[kind].parts
        }
        for lang in LANGUAGES
    }


def _fills(found: Preview) -> list[Fill]:
    """Only of words that hold; what does not hold says so by its flaws."""
    shown = found.shown
    return [
        Fill(
            name=PART_NAMES[part],
            english=shown["en"][part],
            spanish=shown["es"][part],
            english_size=_size(part, shown["en"][part]),
            spanish_size=_size(part, shown["es"][part]),
        )
        for part in PARTS
        if shown and part in shown["en"]
    ]


def _size(part: str, text: str) -> str:
    if part != "text":
        return ""
    count = segments(text)
    return f"{len(text)} characters, {count} {'text' if count == 1 else 'texts'}"


def _flaws(problems: list[Problem]) -> list[Flaw]:
    return [
        Flaw(
            field=f"{problem.language}_{problem.part}",
            where=f"{PART_NAMES.get(problem.part, 'All')}, {LANGUAGE_NAMES[problem.language]}",
            message=say_problem(problem),
        )
        for problem in sorted(problems, key=_place)
    ]


def _place(problem: Problem) -> tuple[int, str]:
    """In the order of the form; what concerns a whole language comes first."""
    return PARTS.index(problem.part) if problem.part in PARTS else -1, problem.language


def _changes(before: Words, after: Words) -> list[Change]:
    return [
        Change(f"{PART_NAMES[part]}, {LANGUAGE_NAMES[lang]}", was, will)
        for part in PARTS
        for lang in LANGUAGES
        for was, will in [(before.get(lang, {}).get(part, ""), after.get(lang, {}).get(part, ""))]
        if was != will
    ]
