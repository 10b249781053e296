"""The desk of new addresses: what is open, one of them, an officer's decision."""

from __future__ import annotations

from typing import Final

import reflex as rx

from cx_app.domain.addresses import Reason
from cx_app.services.addresses import words
from cx_app.services.addresses.change import DESK
from cx_app.services.addresses.desk import (
    ChangeLine,
    ChangePage,
    address_changes,
    decide_change,
    look_at_change,
)
from cx_app.state.officer.side_desk import SideDesk, Work

NO_CHANGE: Final = ChangePage(ChangeLine("", "", "", "", "", ready=False), "")
WORK: Final = Work(
    "change",
    DESK,
    address_changes,
    look_at_change,
    decide_change,
    Reason,
    words.ANSWERS,
    NO_CHANGE,
)


class AddressDeskState(SideDesk, rx.State):
    """Looking at a change opens its case; that is recorded and shown to its people."""

    lines: list[ChangeLine] = []
    chosen: ChangePage = NO_CHANGE

    def _work(self) -> Work:
        return WORK
