"""The pages. Importing this package registers them all."""

from cx_app.pages.account import activity, add_case, address, case, cases, codes, messages, settings
from cx_app.pages.demo import clock, mailbox
from cx_app.pages.officer import audit as officer_audit
from cx_app.pages.officer import cases as officer_cases
from cx_app.pages.officer import (
    code_addresses,
    code_disputes,
    code_shared_addresses,
    feed,
    mailroom,
    openings,
    templates,
)
from cx_app.pages.officer import codes as officer_codes
from cx_app.pages.officer import messages as officer_messages
from cx_app.pages.public import help as help_page
from cx_app.pages.public import home, sign_in, statements

__all__ = [
    "activity",
    "add_case",
    "address",
    "case",
    "cases",
    "clock",
    "code_addresses",
    "code_disputes",
    "code_shared_addresses",
    "codes",
    "feed",
    "help_page",
    "home",
    "mailbox",
    "mailroom",
    "messages",
    "officer_audit",
    "officer_cases",
    "officer_codes",
    "officer_messages",
    "openings",
    "settings",
    "sign_in",
    "statements",
    "templates",
]
