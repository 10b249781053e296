"""The picture of where a request may go is the one that the code draws."""

from __future__ import annotations

from cx_app.domain.appointment_requests import MOVES, RequestState
from scripts.visit_states import PAGE, drawn


def test_the_page_shows_what_the_code_says() -> None:
    assert drawn() in PAGE.read_text(), "run scripts/visit_states.py"


def test_every_state_and_every_move_is_in_the_picture() -> None:
    shown = drawn()
    assert [state for state in RequestState if f"{state} -->" not in shown] == []
    assert [move for _at, move in MOVES if f"{move} (" not in shown] == []
