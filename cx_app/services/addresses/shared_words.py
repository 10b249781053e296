"""How officers read addresses that unrelated cases share; in English, as all their pages."""

from __future__ import annotations

from typing import Final

from cx_app.domain.shared_addresses import Reason, Settled

REASONS: Final[dict[Reason, str]] = {
    Reason.KNOWN_RESIDENCE: "A known shelter, residence hall or the like",
    Reason.AGENCY_TOLD: "The agency is told",
    Reason.CODES_ENDED: "Codes that should not be used are ended",
    Reason.NOTHING_WRONG: "Nothing is wrong",
}
ANSWERS: Final[dict[Settled, str]] = {
    Settled.DONE: "Settled. It shows again when more cases are there.",
    Settled.OVER: "A colleague was faster: it is settled.",
}
