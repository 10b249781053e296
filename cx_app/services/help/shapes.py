"""What an article of the help is made of. Its sentences are in the language that is set when it is
made; figures in them are numbers, or what a page fills in later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

ENDS: Final = (".", "?", "!")


@dataclass(frozen=True, slots=True)
class Part:
    """A section with a place of its own on the page."""

    heading: str
    sentences: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    who: str = ""
    """Who can solve it (OAC-5)."""
    only: str = ""
    """Shown while this is offered; see `HelpFigures.offered`."""


@dataclass(frozen=True, slots=True)
class Article:
    slug: str
    title: str
    lead: str
    """The answer in short."""
    parts: tuple[Part, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """(path, label) Where it can be done."""
    also: str = ""
    """Other words under which people look for it; not shown."""

    @property
    def path(self) -> str:
        return f"/help/{self.slug}"

    @property
    def text(self) -> str:
        """All of it, each piece as a sentence."""
        pieces = [self.lead]
        for part in self.parts:
            pieces += [part.heading, *part.sentences, *part.points, part.who]
        return " ".join(one if one.endswith(ENDS) else f"{one}." for one in pieces if one)


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    articles: tuple[Article, ...]


Figures = Any
"""`HelpFigures`, or a page's variable of that type."""
