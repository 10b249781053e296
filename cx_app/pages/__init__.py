"""The pages. Importing this package registers them all."""

from cx_app.pages.account import (
    activity,
    add_case,
    address,
    appointments,
    appointments_one,
    appointments_request,
    biometrics,
    biometrics_find,
    callbacks,
    callbacks_ask,
    callbacks_one,
    case,
    cases,
    codes,
    messages,
    settings,
)
from cx_app.pages.demo import clock, mailbox
from cx_app.pages.officer import (
    appointment_file,
    callback_file,
    callback_keep,
    callback_open,
    center_day,
    code_addresses,
    code_disputes,
    code_shared_addresses,
    feed,
    mailroom,
    openings,
    reschedules,
    templates,
    visit_figures,
    visit_quality,
    visit_rules,
    visits_of_day,
)
from cx_app.pages.officer import appointments as officer_appointments
from cx_app.pages.officer import audit as officer_audit
from cx_app.pages.officer import callbacks as officer_callbacks
from cx_app.pages.officer import cases as officer_cases
from cx_app.pages.officer import codes as officer_codes
from cx_app.pages.officer import messages as officer_messages
from cx_app.pages.officer import offices as officer_offices
from cx_app.pages.officer import progress as officer_progress
from cx_app.pages.officer import support as officer_support
from cx_app.pages.public import (
    accuracy,
    appointment_request,
    home,
    processing_times,
    sign_in,
    statements,
    support,
)
from cx_app.pages.public import help as help_page
from cx_app.pages.representative import board, dates, lists, team

__all__ = [
    "accuracy",
    "activity",
    "add_case",
    "address",
    "appointment_file",
    "appointment_request",
    "appointments",
    "appointments_one",
    "appointments_request",
    "biometrics",
    "biometrics_find",
    "board",
    "callback_file",
    "callback_keep",
    "callback_open",
    "callbacks",
    "callbacks_ask",
    "callbacks_one",
    "case",
    "cases",
    "center_day",
    "clock",
    "code_addresses",
    "code_disputes",
    "code_shared_addresses",
    "codes",
    "dates",
    "feed",
    "help_page",
    "home",
    "lists",
    "mailbox",
    "mailroom",
    "messages",
    "officer_appointments",
    "officer_audit",
    "officer_callbacks",
    "officer_cases",
    "officer_codes",
    "officer_messages",
    "officer_offices",
    "officer_progress",
    "officer_support",
    "openings",
    "processing_times",
    "reschedules",
    "settings",
    "sign_in",
    "statements",
    "support",
    "team",
    "templates",
    "visit_figures",
    "visit_quality",
    "visit_rules",
    "visits_of_day",
]
