"""What the portal tells people, about what, and through which channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Channel(StrEnum):
    INBOX = "inbox"
    EMAIL = "email"
    LETTER = "letter"
    SMS = "sms"


OUTSIDE: Final = (Channel.EMAIL, Channel.SMS, Channel.LETTER)
"""The channels that leave the portal; the inbox has every message."""
BY_WIRE: Final = (Channel.EMAIL, Channel.SMS)
"""Those whose messages leave one by one; letters leave in batches, by the mailroom."""


class Kind(StrEnum):
    """One kind per promise; a kind has one template per channel and language."""

    ACCEPTANCE_NOTICE = "acceptance_notice"
    CASE_LINKED = "case_linked"
    CASE_FOLLOWED = "case_followed"
    CODE_REQUESTED = "code_requested"
    CODE_REVIEW = "code_review"
    CODE_APPROVED = "code_approved"
    CODE_MAILED = "code_mailed"
    CODE_RETURNED = "code_returned"
    CODE_E_MAILED = "code_e_mailed"
    CODE_REFUSED = "code_refused"
    CODE_DUE = "code_due"
    CODE_EXPIRES = "code_expires"
    STATUS_CHANGED = "status_changed"
    CASE_MOVED = "case_moved"
    ESTIMATE_MOVED = "estimate_moved"
    APPOINTMENT_SET = "appointment_set"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    APPOINTMENT_BOOKED = "appointment_booked"
    VISIT_QUESTION_PHOTO = "visit_question_photo"
    VISIT_QUESTION_ADDRESS = "visit_question_address"
    VISIT_QUESTION_TRAVEL = "visit_question_travel"
    VISIT_QUESTION_IDENTITY = "visit_question_identity"
    VISIT_QUESTION_CASE = "visit_question_case"
    VISIT_NOT_NEEDED_BY_MAIL = "visit_not_needed_by_mail"
    VISIT_NOT_NEEDED_UNMET = "visit_not_needed_unmet"
    VISIT_NOT_NEEDED_SETTLED = "visit_not_needed_settled"
    VISIT_NOT_NEEDED_OTHER_WAY = "visit_not_needed_other_way"
    BIOMETRICS_MOVED = "biometrics_moved"
    BIOMETRICS_ASKED = "biometrics_asked"
    BIOMETRICS_NOTICE = "biometrics_notice"
    BIOMETRICS_CLOSED = "biometrics_closed"
    BIOMETRICS_AWAITING = "biometrics_awaiting"
    BIOMETRICS_APPROVED = "biometrics_approved"
    BIOMETRICS_REFUSED = "biometrics_refused"
    BIOMETRICS_MATCHED = "biometrics_matched"
    BIOMETRICS_HOME = "biometrics_home"
    BIOMETRICS_HOME_CHANGED = "biometrics_home_changed"
    BIOMETRICS_HOME_ENDED = "biometrics_home_ended"
    CASE_CLAIMED = "case_claimed"
    CASE_UNLINKED = "case_unlinked"
    CASE_TAKEN_AWAY = "case_taken_away"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_UPHELD = "dispute_upheld"
    DISPUTE_DISMISSED = "dispute_dismissed"
    DISPUTE_LAPSED = "dispute_lapsed"
    ACTING_PAUSED = "acting_paused"
    ACTING_RESUMED = "acting_resumed"
    ADDRESS_CHANGE_NOTED = "address_change_noted"
    ADDRESS_CONFIRMED = "address_confirmed"
    ADDRESS_REFUSED = "address_refused"
    VISIT_ASKED = "visit_asked"
    VISIT_ANSWERED = "visit_answered"
    VISIT_WITHDRAWN = "visit_withdrawn"
    VISIT_BOOKED = "visit_booked"
    VISIT_MOVED = "visit_moved"
    VISIT_CALLED_OFF = "visit_called_off"
    VISIT_CANCELLED = "visit_cancelled"
    VISIT_EXPIRED = "visit_expired"
    VISIT_REOPENED = "visit_reopened"
    VISIT_OFFICE_CLOSED = "visit_office_closed"
    VISITOR_NEWS = "visitor_news"
    G28_ASKED = "g28_asked"
    G28_PASSCODE = "g28_passcode"
    G28_SIGNED = "g28_signed"
    G28_DECLINED = "g28_declined"
    G28_EXPIRED = "g28_expired"
    G28_TAKEN_BACK = "g28_taken_back"
    REPRESENTATION_ENDED = "representation_ended"
    REPRESENTATIVE_ACCEPTED = "representative_accepted"
    REPRESENTATIVE_REFUSED = "representative_refused"
    REPRESENTATIVE_SUSPENDED = "representative_suspended"
    REPRESENTATIVE_ASKED = "representative_asked"
    REPRESENTATIVE_FILED = "representative_filed"
    REPRESENTATIVE_JOINED = "representative_joined"
    REPRESENTATIVE_CODE = "representative_code"
    TEAM_INVITED = "team_invited"
    BOARD_DIGEST = "board_digest"
    SUPPORT_ANSWERED = "support_answered"
    CONTACT_CODE = "contact_code"
    TEXTS_STARTED = "texts_started"
    TEXTS_STOPPED = "texts_stopped"
    TEXTS_HELP = "texts_help"
    CALLBACK_ASK = "callback_ask"
    CALLBACK_PLACED = "callback_placed"
    CALLBACK_PROMISED = "callback_promised"
    CALLBACK_ANOTHER_DAY = "callback_another_day"
    CALLBACK_POSTPONED = "callback_postponed"
    CALLBACK_NOT_POSTPONED = "callback_not_postponed"
    CALLBACK_NOT_UNDERSTOOD = "callback_not_understood"
    CALLBACK_TOO_LATE = "callback_too_late"
    CALLBACK_WINDOW_MISSED = "callback_window_missed"
    CALLBACK_MISSED = "callback_missed"
    CALLBACK_WAITS = "callback_waits"
    CALLBACK_WRONG_NUMBER = "callback_wrong_number"
    CALLBACK_SUMMARY = "callback_summary"
    CALLBACK_DISPUTE_ANSWERED = "callback_dispute_answered"


class Topic(StrEnum):
    """Kinds as people choose among them in their settings."""

    CASES = "cases"
    APPOINTMENTS = "appointments"
    CALLBACKS = "callbacks"
    SECURITY = "security"


_ABOUT_ACCESS: Final = (
    *(Kind.CASE_CLAIMED, Kind.CASE_UNLINKED, Kind.CASE_TAKEN_AWAY, Kind.BIOMETRICS_MATCHED),
    *(Kind.DISPUTE_OPENED, Kind.DISPUTE_UPHELD, Kind.DISPUTE_DISMISSED, Kind.DISPUTE_LAPSED),
    *(Kind.ACTING_PAUSED, Kind.ACTING_RESUMED),
    *(Kind.ADDRESS_CHANGE_NOTED, Kind.ADDRESS_CONFIRMED, Kind.ADDRESS_REFUSED),
    *(Kind.G28_ASKED, Kind.G28_PASSCODE, Kind.G28_SIGNED, Kind.G28_DECLINED, Kind.G28_EXPIRED),
    *(Kind.G28_TAKEN_BACK, Kind.REPRESENTATION_ENDED, Kind.TEAM_INVITED),
    *(Kind.REPRESENTATIVE_ASKED, Kind.REPRESENTATIVE_FILED),
    *(Kind.REPRESENTATIVE_JOINED, Kind.REPRESENTATIVE_CODE),
    *(Kind.REPRESENTATIVE_ACCEPTED, Kind.REPRESENTATIVE_REFUSED, Kind.REPRESENTATIVE_SUSPENDED),
)
_ABOUT_VISITS: Final = (
    *(Kind.VISIT_ASKED, Kind.VISIT_ANSWERED, Kind.VISIT_EXPIRED, Kind.VISIT_REOPENED),
    *(Kind.VISIT_WITHDRAWN, Kind.VISIT_CANCELLED, Kind.VISIT_OFFICE_CLOSED),
    *(Kind.VISIT_BOOKED, Kind.VISIT_MOVED, Kind.VISIT_CALLED_OFF),
    Kind.VISITOR_NEWS,
)
_ABOUT_CALLBACKS: Final = (
    *(Kind.CALLBACK_ASK, Kind.CALLBACK_PLACED, Kind.CALLBACK_PROMISED, Kind.CALLBACK_WAITS),
    *(Kind.CALLBACK_ANOTHER_DAY, Kind.CALLBACK_POSTPONED, Kind.CALLBACK_NOT_POSTPONED),
    *(Kind.CALLBACK_NOT_UNDERSTOOD, Kind.CALLBACK_TOO_LATE, Kind.CALLBACK_WINDOW_MISSED),
    *(Kind.CALLBACK_MISSED, Kind.CALLBACK_WRONG_NUMBER, Kind.CALLBACK_SUMMARY),
    Kind.CALLBACK_DISPUTE_ANSWERED,
)
TOPICS: Final[Mapping[Kind, Topic]] = {
    **dict.fromkeys(_ABOUT_CALLBACKS, Topic.CALLBACKS),
    **dict.fromkeys(_ABOUT_VISITS, Topic.APPOINTMENTS),
    **dict.fromkeys(_ABOUT_ACCESS, Topic.SECURITY),
    Kind.SUPPORT_ANSWERED: Topic.CASES,
    Kind.CODE_REQUESTED: Topic.SECURITY,
    Kind.CODE_REVIEW: Topic.SECURITY,
    Kind.CODE_APPROVED: Topic.SECURITY,
    Kind.CODE_MAILED: Topic.SECURITY,
    Kind.CODE_RETURNED: Topic.SECURITY,
    Kind.CODE_E_MAILED: Topic.SECURITY,
    Kind.CODE_REFUSED: Topic.SECURITY,
    Kind.ACCEPTANCE_NOTICE: Topic.SECURITY,
    Kind.CONTACT_CODE: Topic.SECURITY,
    Kind.APPOINTMENT_BOOKED: Topic.APPOINTMENTS,
    Kind.APPOINTMENT_SET: Topic.APPOINTMENTS,
    Kind.APPOINTMENT_CANCELLED: Topic.APPOINTMENTS,
    Kind.VISIT_QUESTION_PHOTO: Topic.APPOINTMENTS,
    Kind.VISIT_QUESTION_ADDRESS: Topic.APPOINTMENTS,
    Kind.VISIT_QUESTION_TRAVEL: Topic.APPOINTMENTS,
    Kind.VISIT_QUESTION_IDENTITY: Topic.APPOINTMENTS,
    Kind.VISIT_QUESTION_CASE: Topic.APPOINTMENTS,
    Kind.VISIT_NOT_NEEDED_BY_MAIL: Topic.APPOINTMENTS,
    Kind.VISIT_NOT_NEEDED_UNMET: Topic.APPOINTMENTS,
    Kind.VISIT_NOT_NEEDED_SETTLED: Topic.APPOINTMENTS,
    Kind.VISIT_NOT_NEEDED_OTHER_WAY: Topic.APPOINTMENTS,
    Kind.BIOMETRICS_MOVED: Topic.APPOINTMENTS,
    Kind.BIOMETRICS_ASKED: Topic.APPOINTMENTS,
    Kind.BIOMETRICS_NOTICE: Topic.APPOINTMENTS,
    Kind.BIOMETRICS_CLOSED: Topic.APPOINTMENTS,
    Kind.BIOMETRICS_AWAITING: Topic.APPOINTMENTS,
    Kind.BIOMETRICS_APPROVED: Topic.APPOINTMENTS,
    Kind.BIOMETRICS_REFUSED: Topic.APPOINTMENTS,
    Kind.BIOMETRICS_HOME: Topic.APPOINTMENTS,
    Kind.BIOMETRICS_HOME_CHANGED: Topic.APPOINTMENTS,
    Kind.BIOMETRICS_HOME_ENDED: Topic.APPOINTMENTS,
}
"""Every other kind is about cases."""

ANSWERS: Final = frozenset(
    {Kind.CONTACT_CODE, Kind.TEXTS_STARTED, Kind.TEXTS_STOPPED, Kind.TEXTS_HELP, Kind.BOARD_DIGEST}
)
"""What a person asked for by itself: sent at any hour, whatever they have chosen."""
TEXTED_BY_CALLBACK: Final = frozenset(_ABOUT_CALLBACKS)
"""Texts of these go to the phone of the callback, under the consent that was given for it."""


def topic_of(kind: Kind) -> Topic:
    return TOPICS.get(kind, Topic.CASES)


class Why(StrEnum):
    """Why somebody got a message; shown to them in plain words."""

    LINKED = "linked"
    """Their account has this case."""
    FOLLOWS = "follows"
    ASKED = "asked"
    """They asked for it themselves."""
    NAMED = "named"
    """They are named in the case as the agency knows it."""


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    """At most once, and nobody knows whether the provider has it: never sent again (design 7)."""
    DEAD = "dead"
    """Given up; staff see it until they try again or close it."""
    CANCELLED = "cancelled"
    CLOSED = "closed"
    """Dead, looked at, and left so."""


class WhyRetry(StrEnum):
    """Why staff try a dead message again: a code, since nothing typed is kept about messages."""

    PROVIDER_BACK = "provider_back"
    ADDRESS_MENDED = "address_mended"
    MENDED = "mended"
    ASKED = "asked"


class WhyClose(StrEnum):
    """Why staff leave a dead message unsent."""

    TOLD_OTHERWISE = "told_otherwise"
    NOT_NEEDED = "not_needed"
    NO_WAY = "no_way"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody chose for a topic. The first choice of nobody: e-mail, in their language."""

    email: bool = True
    sms: bool = False
    paper: bool = False
    language: str = ""
    """Empty for the account's own."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody can be reached, as far as proven."""

    email: bool
    """There is a verified address that has not bounced."""
    sms: bool
    """There is a verified number with consent, and it has not said STOP."""
    paper: bool
    safe_email: bool = False
    safe_sms: bool = False
    """The person said that nobody else reads it (domain 9.4 h)."""


def may_leave(channel: Channel, *, protected: bool, safe: bool = False) -> bool:
    """Whether a message about a case may use this channel at all (domain 9.4 b, c).

    For a protected case nothing about it leaves the portal but letters to the safe address, and
    "sign in" to an address or a number that the person called safe (domain 9.4 h).
    """
    return channel in (Channel.INBOX, Channel.LETTER) or safe or not protected


def channels_for(
    topic: Topic, wishes: Wishes, reach: Reach, *, protected: bool
) -> tuple[Channel, ...]:
    """Beside the inbox, in which ways to tell. What concerns the account's security always goes
    by e-mail where there is one, so that nobody can silence it by changing a setting."""
    wanted = {
        Channel.EMAIL: (wishes.email or topic is Topic.SECURITY) and reach.email,
        Channel.SMS: wishes.sms and reach.sms,
        Channel.LETTER: wishes.paper and reach.paper,
    }
    safe = {Channel.EMAIL: reach.safe_email, Channel.SMS: reach.safe_sms}
    return tuple(
        channel
        for channel in OUTSIDE
        if wanted[channel] and may_leave(channel, protected=protected, safe=safe.get(channel, True))
    )
