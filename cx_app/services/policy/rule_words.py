"""Rules that administrators may change, in plain words. In English."""

from __future__ import annotations

from typing import Final

from cx_app.domain.policy_changes import PolicyMistake

NAMES: Final = {
    "appointment_requests.reasons": (
        "Reasons offered online",
        "In the order in which people see them. Type 1, 2, 3 …; leave out what is for the phone.",
    ),
    "appointment_requests.criteria": (
        "Whom a reason is for",
        "Stands beside the reason in the form and in Help. Leave both languages empty for the text "
        "that came with the portal.",
    ),
    "appointment_requests.target_business_days": (
        "Answer within",
        "Business days for each reason. People see real ages beside it.",
    ),
    "appointment_requests.travel_reasons": (
        "Reasons that ask for the day of travel",
        "Their requests become urgent as travel comes near.",
    ),
    "appointment_requests.mail_reasons": (
        "Reasons that can be settled by mail",
        "“Not needed” explains the way by mail.",
    ),
    "appointment_requests.restricted_reasons": (
        "Reasons masked in lists",
        "For supervisors only; messages stay neutral. T, U or VAWA always is.",
    ),
    "appointment_requests.urgent_travel_days": (
        "Travel is urgent within",
        "Days. Such requests go to the front.",
    ),
    "appointment_requests.answer_days": ("A question waits for", "Days; then the request expires."),
    "appointment_requests.reopen_days": (
        "An expired request can be opened again for",
        "Days, by its person.",
    ),
    "appointment_requests.lease_minutes": (
        "A claim lasts",
        "Minutes; then the request is anybody’s again.",
    ),
    "appointment_requests.second_officer": (
        "A second officer must agree",
        "To what is ticked.",
    ),
    "appointment_requests.open_at_once": ("Open requests of one account", "At most."),
    "appointment_requests.a_day": ("New requests of one account in 24 hours", "At most."),
    "decisions.undo_seconds": (
        "A decision can be undone for",
        "Seconds, before anything of it leaves. At every desk.",
    ),
    "offices.lead_hours": ("People book at least", "Hours ahead."),
    "offices.window_days": ("People book at most", "Days ahead."),
    "offices.hold_minutes": ("A chosen time is held for", "Minutes."),
    "offices.hold_extensions": ("It can be held longer", "Times; one at least."),
    "offices.near_miles": ("Offices are near within", "Miles."),
    "offices.alternatives": (
        "Alternatives beside the nearest office",
        "Named whatever their distance.",
    ),
}
CODES: Final = {
    "unneeded_urgent": "“Not needed” although travel is soon",
    "unneeded_restricted": "“Not needed” for a protected reason",
    "other_office": "An office other than that of the ZIP code",
}
MISTAKES: Final = {
    PolicyMistake.NOT_CHANGEABLE: "This rule is changed by an operator.",
    PolicyMistake.NOT_A_NUMBER: "Enter whole numbers in digits.",
    PolicyMistake.OUT_OF_RANGE: "A number is outside of what is allowed here.",
    PolicyMistake.UNKNOWN_CODE: "Choose from the list.",
    PolicyMistake.NONE_CHOSEN: "Leave one at least.",
    PolicyMistake.ONE_LANGUAGE: "Write it in both languages, or leave both empty.",
    PolicyMistake.TOO_LONG: "A text is too long. Use at most 400 characters.",
    PolicyMistake.PROTECTED: "T, U or VAWA stays masked: the law protects it.",
    PolicyMistake.PAST_DAY: "Choose today or a later day: a rule never changes the past.",
    PolicyMistake.TOO_FAR: "Choose a day within a year.",
    PolicyMistake.SAME: "It is so already. Nothing was changed.",
}
