"""Draws where a request for a visit may go from where, from the table in the code.

Usage: visit_states.py     Writes it into docs/visits.md. A guard test compares the two.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from cx_app.domain.appointment_requests import (  # noqa: E402
    MOVES,
    OPEN,
    UNDOABLE,
    RequestState,
)

PAGE: Final = PROJECT / "docs" / "visits.md"
BEGIN: Final = "<!-- drawn by scripts/visit_states.py -->"
END: Final = "<!-- end of the drawing -->"


def picture() -> str:
    """A Mermaid state diagram: the same arrow once, with all moves that it stands for."""
    arrows = defaultdict(list)
    for (at, move), (to, who) in MOVES.items():
        arrows[at, to].append(f"{move} ({', '.join(sorted(who))})")
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> submitted: submit (person)"]
    lines += [f"    {at} --> {to}: {', '.join(moves)}" for (at, to), moves in arrows.items()]
    lines += [f"    {state} --> [*]" for state in RequestState if state not in OPEN]
    return "\n".join([*lines, "```"])


def undo() -> str:
    states = ", ".join(f"`{state}`" for state in RequestState if state in UNDOABLE)
    return f"An officer's decision that led to {states} can be undone for 60 seconds."


def drawn() -> str:
    return f"{BEGIN}\n{picture()}\n\n{undo()}\n{END}"


def main() -> None:
    page = PAGE.read_text()
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(before + drawn() + after)


if __name__ == "__main__":
    main()
