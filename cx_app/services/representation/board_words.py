"""Words of the board, as message ids."""

from __future__ import annotations

from typing import Final

from cx_app.domain.representation.board import Sort, Tab

TABS: Final = {
    Tab.ALL: "All cases",
    Tab.YOU: "Your client’s turn",
    Tab.COMING: "Appointment ahead",
    Tab.CHANGED: "Changed",
}
SORTS: Final = {
    Sort.CLIENT: "Client",
    Sort.NEXT: "Next appointment",
    Sort.STATUS: "Newest status",
    Sort.FORM: "Form",
}
COLUMNS: Final = (
    "Client",
    "Case",
    "Status",
    "Whose turn",
    "Next appointment",
    "Answer by",
)
