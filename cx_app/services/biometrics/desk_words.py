"""Biometrics appointments in words for officers. In English."""

from __future__ import annotations

from typing import Final

from cx_app.domain.biometrics import Cause, Channel, RescheduleState, Zone
from cx_app.domain.biometrics_desk import (
    DayPart,
    DeskAnswer,
    Excuse,
    HomeReason,
    HomeState,
    Why,
)

TABS: Final = {
    "asked": "To decide",
    "approved": "Agreed, no time yet",
    "awaiting": "Center closed, no time",
    "unconfirmed": "Not confirmed",
    "home": "At home",
}
CAUSES: Final = {
    Cause.ILLNESS: "Illness, a medical visit, or a hospital stay",
    Cause.TRAVEL: "Travel that was planned before",
    Cause.LIFE_EVENT: "A wedding, a funeral, a graduation or the like",
    Cause.TRANSPORT: "No way to get there",
    Cause.WORK_OR_CARE: "No time off from work or care",
    Cause.LATE_NOTICE: "The notice came late, or not at all",
    Cause.OTHER: "Another cause",
}
WHY: Final = {
    Why.NO_CAUSE: "The reason does not keep them from coming",
    Why.NO_EVIDENCE: "The words do not show that they can’t come",
    Why.URGENT: "The case can’t wait for a later appointment",
    Why.MANY: "It was moved several times before",
}
EXCUSES: Final = {
    Excuse.ILLNESS: "They were ill or in a hospital",
    Excuse.NO_NOTICE: "The notice did not reach them",
    Excuse.OFFICE: "The center could not see them",
    Excuse.EMERGENCY: "An emergency",
    Excuse.OTHER: "Another good cause, which they told me",
}
HOME_REASONS: Final = {
    HomeReason.DISABILITY: "A disability keeps them at home",
    HomeReason.HEALTH: "Their health keeps them at home",
}
DAY_PARTS: Final = {DayPart.MORNING: "In the morning", DayPart.AFTERNOON: "In the afternoon"}
HOME_STATES: Final = {
    HomeState.ASKED: "To arrange",
    HomeState.ARRANGED: "Arranged",
    HomeState.DONE: "Done",
    HomeState.ENDED: "Ended",
}
CHANNELS: Final = {
    Channel.ONLINE: "online",
    Channel.PHONE: "by phone",
    Channel.CLOSURE: "the center closed",
    Channel.OFFICER: "by an officer",
}
STATES: Final = {
    RescheduleState.DONE: "Moved",
    RescheduleState.ASKED: "Waits for an officer",
    RescheduleState.APPROVED: "Agreed; a time is still to be chosen",
    RescheduleState.REFUSED: "Not agreed",
    RescheduleState.WITHDRAWN: "Taken back, or overtaken",
    RescheduleState.AWAITING: "The center closed and no time was left",
}
ZONES: Final = {
    Zone.ONLINE: "They can move it online or by phone.",
    Zone.PHONE: "Too close to move it online. By phone it is still in time.",
    Zone.PAST: "The time has passed. You may excuse it, at your discretion.",
}
ANSWERS: Final = {
    DeskAnswer.DONE: "",
    DeskAnswer.TOO_LATE: "A colleague or the person was faster. What you see is how it stands now.",
    DeskAnswer.NOT_OPENED: "The case is no longer open to you. Open it again first.",
    DeskAnswer.INCOMPLETE: "The time has passed: say why you excuse it.",
    DeskAnswer.TAKEN: "That time was taken a moment ago. Choose another one.",
    DeskAnswer.NO_DAY: "Say when somebody comes: today or on a later day.",
    DeskAnswer.NOT_PENDING: "The case is closed: there is nothing to move.",
    DeskAnswer.NOT_SCHEDULED: "There is no appointment to move. The agency makes the first one.",
}
