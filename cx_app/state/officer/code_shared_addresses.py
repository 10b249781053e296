"""The desk of addresses that unrelated cases share: what shows, one of them, what was found out."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.domain.shared_addresses import Reason
from cx_app.services.addresses import shared_words as words
from cx_app.services.addresses.shared import DESK
from cx_app.services.addresses.shared_desk import (
    SharedLine,
    SharedPage,
    look_at_shared,
    settle_shared,
    shared_addresses,
)
from cx_app.state.officer.side_desk import SideDesk, Work

NOWHERE: Final = SharedPage(SharedLine("", 0, ""))
WORK: Final = Work(
    "shared",
    DESK,
    shared_addresses,
    look_at_shared,
    settle_shared,
    Reason,
    words.ANSWERS,
    NOWHERE,
)


class SharedAddressesState(SideDesk, rx.State):
    """Looking shows the address; that is recorded."""

    lines: list[SharedLine] = []
    chosen: SharedPage = NOWHERE

    def _work(self) -> Work:
        return WORK

    def _seen(self) -> tuple[Any, ...]:
        return (self.chosen.line.cases,)
