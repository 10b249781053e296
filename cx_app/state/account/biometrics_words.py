"""What pages say when an appointment was not moved, in one sentence."""

from __future__ import annotations

from typing import Final

from cx_app.domain.biometrics import Cause, RescheduleRefusal
from cx_app.domain.slots import SlotRefusal
from cx_app.language import _
from cx_app.settings import settings

NOBODY_CHOSEN: Final = ("", Cause.OTHER.value)
"""With these nobody chooses a time."""


def say_not_moved(reason: RescheduleRefusal | SlotRefusal) -> str:
    """The rule itself stands on the page, with what still works."""
    match reason:
        case SlotRefusal.HOLD_ENDED:
            return _("The time you had chosen is free again. Your appointment is as it was.")
        case SlotRefusal.FULL | SlotRefusal.HELD_MEANWHILE:
            return _("Somebody else just took that time. Please choose another one.")
        case SlotRefusal.NO_MORE_TIME:
            return _("You had more time for this one already. Please choose a time again.")
        case SlotRefusal.NOT_ACTIVE | SlotRefusal.ALREADY_BOOKED | SlotRefusal.OTHER_REQUEST:
            return _(
                "The appointment was changed meanwhile, perhaps in another window. This page now "
                "shows how it stands."
            )
        case SlotRefusal.NOT_OFFERED | SlotRefusal.PAST_DAY:
            return _("That time is not offered any more. Please choose another one.")
        case RescheduleRefusal.NOT_A_CAUSE:
            return _("Choose the reason from the list again.")
    return _(
        "Your appointment was not moved. This page says which rule is against it. You can call "
        "{phone}.",
        phone=settings.agency_phone,
    )
