"""The desk of disputes: what is open, one of them, an officer's word."""

from __future__ import annotations

from typing import Final

import reflex as rx

from cx_app.domain.code_claims import Reason
from cx_app.services.claims import words
from cx_app.services.claims.desk import (
    DESK,
    DisputeLine,
    DisputePage,
    decide,
    disputes,
    look_at,
)
from cx_app.state.officer.side_desk import SideDesk, Work

NO_LINE: Final = DisputeLine("", "", "", "", "", "", "", "", waits_for_me=False)
NO_DISPUTE: Final = DisputePage(NO_LINE, "", "")
WORK: Final = Work("dispute", DESK, disputes, look_at, decide, Reason, words.ANSWERS, NO_DISPUTE)


class DisputesState(SideDesk, rx.State):
    """Looking at a dispute opens its case; that is recorded and shown to its people."""

    lines: list[DisputeLine] = []
    chosen: DisputePage = NO_DISPUTE

    def _work(self) -> Work:
        return WORK
