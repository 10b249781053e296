"""Audit codes in plain words, for staff. One table: `tests/services/audit/test_words.py` fails when
something is recorded that has no words here."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from babel.dates import format_datetime

from cx_app.domain.identity import Role
from cx_app.language import EASTERN

NOUNS: Final = {
    "session": "Signing in and out",
    "case": "Cases",
    "access_code": "Access codes",
    "claim": "Who added a case",
    "address": "Changes of address",
    "mailroom": "The mailroom",
    "feed": "Case feed",
    "staff": "Roles",
    "opening": "Openings by staff",
    "feed_out": "What goes back to the agency",
    "message": "Messages",
    "messages": "Choices about messages",
    "template": "Words of messages",
    "booking": "Bookings",
    "biometrics": "Biometrics appointments",
    "office": "Offices",
    "channel": "Channels",
    "contact": "Addresses and numbers of people",
    "consent": "Consent to texts",
    "texts": "Stop and start by text",
    "keys": "Keys",
    "audit": "The audit itself",
}
ACTIONS: Final = {
    "session.open": "Sign in",
    "session.end": "End a session",
    "case.search": "Search for cases",
    "case.open_by_staff": "Open a case as staff",
    "case.open_by_mistake": "Say that a case was opened by mistake",
    "case.follow": "Follow a case",
    "case.unfollow": "Stop following a case",
    "access_code.issue": "Issue an access code",
    "access_code.redeem": "Add a case by access code",
    "access_code.request": "Ask for a new access code",
    "access_code.match": "Match a request for a code",
    "access_code.approve": "Approve a request for a code",
    "access_code.refuse": "Refuse a request for a code",
    "access_code.look": "Look at wrong codes that alerted",
    "access_code.reissue": "Put a new access code in the place of another",
    "access_code.void": "End an access code",
    "access_code.alert": "Alert: many wrong codes",
    "case.unlink": "Remove a case from one’s account",
    "case.undo_unlink": "Take a removed case back",
    "claim.dispute": "Dispute that another account has a case",
    "claim.decide": "Decide a dispute",
    "claim.lapse": "A dispute lapsed",
    "address.note": "Tell a new address",
    "address.withdraw": "Take a change of address back",
    "address.decide": "Decide a change of address",
    "mailroom.produce": "Make a batch of letters",
    "mailroom.fetch": "Fetch a batch of letters",
    "mailroom.confirm": "Confirm that a batch was mailed",
    "mailroom.spoil": "Take out a spoilt letter",
    "mailroom.return": "Scan a returned letter",
    "feed.import": "Import case records",
    "staff.grant": "Give a role",
    "staff.revoke": "Take a role away",
    "opening.hold": "Hold an opening back from its people",
    "opening.hold_end": "End a hold before its day",
    "opening.review": "Look at the openings of a day",
    "feed_out.acknowledge": "The agency answers what it was sent",
    "feed_out.send_again": "Send an event to the agency again",
    "feed_out.settle": "Settle an event by hand",
    "feed_out.resolve": "Resolve a difference with the agency",
    "feed_out.reconcile": "Compare with the agency’s statement",
    "message.dead": "Give up on a message",
    "message.retry": "Try a message again",
    "message.close": "Close a message that is given up",
    "messages.choose": "Choose how to get messages",
    "messages.language": "Choose the language of messages",
    "template.draft": "Write new words for messages",
    "template.activate": "Put new words into force",
    "channel.pause": "Pause a channel",
    "channel.resume": "Resume a channel",
    "contact.add": "Add an address or number",
    "contact.refuse": "An address or number was not taken",
    "contact.code": "Send a code to prove an address or number",
    "contact.verify": "Prove an address or number",
    "contact.safe": "Say whether somebody else reads it",
    "contact.zone": "Choose a time zone for texts",
    "contact.remove": "Remove an address or number",
    "contact.lost": "Nothing arrives at an address or number",
    "consent.give": "Agree to texts",
    "consent.withdraw": "Take consent to texts back",
    "texts.stop": "Stop texts by text",
    "texts.start": "Start texts by text",
    "booking.make": "Book a time at an office",
    "booking.take_over": "Take over an appointment of the agency",
    "booking.move": "Move a booking to another time",
    "booking.cancel": "Cancel a booking",
    "biometrics.reschedule": "Move a biometrics appointment",
    "biometrics.ask_other": "Ask an officer for another time",
    "biometrics.withdraw": "Take the request for another time back",
    "biometrics.mail_notice": "Ask for a notice by mail",
    "biometrics.rehouse": "Give another time because a center is closed",
    "biometrics.decide": "Decide a request for another time",
    "biometrics.book_by_phone": "Move a biometrics appointment for somebody on the phone",
    "biometrics.home": "Arrange biometrics at home",
    "feed_out.chase": "Send what the agency did not answer again",
    "office.close": "Close an office until further notice",
    "office.open": "Open an office again",
    "biometrics.match": "Find an appointment without a code",
    "office.set_hours": "Set opening hours",
    "office.close_day": "Close an office for a day",
    "office.reopen_day": "Open an office again on a day",
    "keys.forget": "Start again without a lost key",
    "keys.rotate": "Put stored values under new keys",
    "audit.search": "Search the audit",
    "audit.export": "Export the audit",
}
DONE: Final = "done"
OUTCOMES: Final = {
    DONE: "Done",
    "moved": "Moved",
    "awaiting": "No time was left",
    "stays": "Nothing to do: it stays",
    "approved": "Agreed",
    "incomplete": "Refused: a choice is missing",
    "taken": "Refused: the time was taken",
    "not_a_number": "Refused: not a letter number",
    "not_mailed": "Refused: its batch has not left",
    "mailed": "Refused: its batch has left",
    "again": "Scanned before",
    "returned": "Came back",
    "reissued": "A new letter takes its place",
    "taken_out": "Taken out, nothing takes its place",
    "not_a_count": "Refused: not a count",
    "letters_differ": "Refused: the letters do not match",
    "sheets_differ": "Refused: the sheets do not match",
    "take_out": "Refused: letters with ended codes are in it",
    "mailed_before": "Refused: it was mailed before",
    "own_opening": "Refused: their own opening",
    "own_case": "Refused: a case of their own",
    "not_ahead": "Refused: the day is not ahead",
    "too_far": "Refused: the day is too far ahead",
    "another_open": "Refused: one is open already",
    "too_soon": "Refused: disputed lately",
    "paused": "Refused: disputed themselves",
    "proposed": "Waits for a second officer",
    "decided": "Decided by two officers",
    "same_officer": "Refused: a second officer is needed",
    "over": "Nothing to do: it was over",
    "too_early": "Refused: the notices need their time",
    "same_address": "Nothing to do: it is the address on file",
    "acknowledged": "The agency has it",
    "repeated": "Said before",
    "conflict": "Differs from what was said before",
    "unknown": "About something we never sent",
    "unreadable": "Could not be read",
    "malformed": "Refused: not an address or number",
    "not_us": "Refused: not a number in the United States",
    "landline": "Refused: a landline gets no texts",
    "too_many": "Refused: too many codes",
    "stopped": "Stopped: the number said STOP, or the work was ended",
    "wrong_code": "Refused: wrong code",
    "not_verified": "Refused: not proved yet",
    "old_wording": "Refused: the wording has changed",
    "not_dead": "Nothing to do: it is not given up",
    "refused": "Refused",
    "yes": "Yes",
    "no": "No",
    "begun": "Begun",
    "linked": "Done: the case was added",
    "locked": "Refused: pause after wrong tries",
    "no_case": "Refused: no such case",
    "count": "Refused: moved as often as allowed online",
    "form": "Refused: this form is moved by phone",
    "within_hours": "Refused: too close to the appointment",
    "untimely": "Refused: the appointment has passed",
    "not_pending": "Refused: the case is closed",
    "not_scheduled": "Refused: there is no appointment",
    "pending_other": "Refused: an officer is about to decide",
    "not_a_cause": "Refused: no cause that counts",
    "words": "Refused: without a reason in words",
    "hold_ended": "Refused: the time was not held any more",
    "not_active": "Refused: it was changed meanwhile",
    "already_booked": "Refused: there is an appointment",
    "other_request": "Refused: the same request for something else",
    "not_offered": "Refused: the time is not offered",
    "full": "Refused: the time is taken",
    "held_meanwhile": "Refused: another time was held at once",
    "no_more_time": "Refused: more time was given before",
    "past_day": "Refused: the day has passed",
    "no_code": "Refused: wrong code",
    "expired": "Refused: the code has expired",
    "used": "Refused: the code was used before",
    "voided": "Refused: the code is void",
    "too_late": "Nothing to do: somebody was faster",
    "not_opened": "Refused: the case was not open",
    "no_holder": "Refused: not clear whose code it is",
    "no_address": "Refused: no address on file",
    "not_given": "An officer gave none",
    "other_party": "Refused: somebody else’s code",
    "wrong_person": "Refused: wrong date of birth",
    "requested": "Waiting",
    "issued": "Done: a code was issued",
    "review": "Left for an officer to review",
    "unmatched": "Nothing matched",
    "capped": "Refused: asked too recently",
    "many_failures": "Many failures on one case",
    "signed_out": "Signed out",
    "signed_in_again": "Replaced by a new sign-in",
    "not_staff": "Refused: no staff role",
}
ROLES: Final = {
    Role.APPLICANT: "person",
    Role.REPRESENTATIVE: "representative",
    Role.PARALEGAL: "paralegal",
    Role.OFFICER: "officer",
    Role.SUPERVISOR: "supervisor",
    Role.ADMIN: "administrator",
    Role.SYSTEM: "system",
}
SYSTEM: Final = "The system"


def action_words(action: str) -> str:
    return ACTIONS.get(action, action)


def outcome_words(outcome: str) -> str:
    return OUTCOMES.get(outcome, outcome.replace("_", " "))


def role_words(role: str) -> str:
    return {str(known): words for known, words in ROLES.items()}.get(role, role)


def moment_words(at: datetime) -> str:
    """`Nov 24, 2026, 4:52:27 PM EST`: short enough for a table, with the zone."""
    return str(format_datetime(at, "MMM d, y, h:mm:ss a z", tzinfo=EASTERN, locale="en_US"))


def details_words(details: dict[str, Any]) -> str:
    """Codes and counts as they were recorded: `by: receipt · found: 1`."""
    shown = {name: value for name, value in details.items() if value is not None}
    return " · ".join(f"{name}: {_plain(value)}" for name, value in shown.items())


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
