"""Draws the life of a Form G-28 and who may do what, from the tables in the code.

Usage: representation.py     Writes them into docs/representation.md. A guard test compares them.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from cx_app.domain.representation.authority import (  # noqa: E402
    Action,
    Capacity,
    Standing,
    authority,
)
from cx_app.domain.representation.forms import LIVE, MOVES, FormState  # noqa: E402

PAGE: Final = PROJECT / "docs" / "representation.md"
BEGIN: Final = "<!-- drawn by scripts/representation.py -->"
END: Final = "<!-- end of the drawing -->"
_IN_FORCE: Final = {"in_force": True, "accepted": True}
COLUMNS: Final = {
    "client": Standing(Capacity.CLIENT),
    "representative": Standing(Capacity.REPRESENTATIVE, **_IN_FORCE),
    "paralegal": Standing(Capacity.PARALEGAL, **_IN_FORCE),
    "account suspended": Standing(Capacity.REPRESENTATIVE, in_force=True),
    "represented once": Standing(Capacity.REPRESENTATIVE, accepted=True, filed=True),
    "protected, not named": Standing(Capacity.REPRESENTATIVE, protected=True, **_IN_FORCE),
    "I-134A": Standing(Capacity.REPRESENTATIVE, excluded_form=True, **_IN_FORCE),
    "officer": Standing(Capacity.OFFICER),
    "anybody else": Standing(Capacity.OUTSIDER),
}


def picture() -> str:
    """A Mermaid state diagram: the same arrow once, with all moves that it stands for."""
    arrows = defaultdict(list)
    for (at, move), (to, who) in MOVES.items():
        arrows[at, to].append(f"{move} ({', '.join(sorted(who))})")
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> draft: prepare (paralegal, representative)",
    ]
    lines += [f"    {at} --> {to}: {', '.join(moves)}" for (at, to), moves in arrows.items()]
    lines += [f"    {state} --> [*]" for state in FormState if state not in LIVE]
    return "\n".join([*lines, "```"])


def table() -> str:
    """One row for each action; a cell says yes, or why not."""
    lines = ["| | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for action in Action:
        cells = [authority(standing, action) or "yes" for standing in COLUMNS.values()]
        lines.append(f"| {action} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def drawn() -> str:
    return "\n\n".join(
        [
            f"{BEGIN}\n## The life of a Form G-28",
            "The only place that says so is `MOVES` in `cx_app/domain/representation/forms.py`:",
            picture(),
            "## Who may do what in a case",
            "As `cx_app/domain/representation/authority.py` answers; a cell is its answer.",
            f"{table()}\n{END}",
        ]
    )


def main() -> None:
    page = PAGE.read_text()
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(before + drawn() + after)


if __name__ == "__main__":
    main()
