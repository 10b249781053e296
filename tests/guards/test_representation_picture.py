"""The picture and the table of docs/representation.md are the ones that the code draws."""

from __future__ import annotations

from cx_app.domain.representation.authority import Action
from cx_app.domain.representation.forms import MOVES, FormState
from scripts.representation import PAGE, drawn


def test_the_page_shows_what_the_code_says() -> None:
    assert drawn() in PAGE.read_text(), "run scripts/representation.py"


def test_every_state_move_and_action_is_shown() -> None:
    shown = drawn()
    assert [state for state in FormState if f"{state} -->" not in shown] == []
    assert [move for _at, move in MOVES if f"{move} (" not in shown] == []
    assert [action for action in Action if f"| {action} |" not in shown] == []
