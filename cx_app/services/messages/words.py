"""Codes of messages in plain words, for staff. In English."""

from __future__ import annotations

from typing import Final

from cx_app.domain.delivery import Reason
from cx_app.domain.messages import Channel, Kind, WhyClose, WhyRetry

CHANNELS: Final = {
    Channel.INBOX: "Inbox",
    Channel.EMAIL: "E-mail",
    Channel.SMS: "Text",
    Channel.LETTER: "Letter",
}
MANY: Final = {
    Channel.INBOX: "inbox messages",
    Channel.EMAIL: "e-mails",
    Channel.SMS: "texts",
    Channel.LETTER: "letters",
}
KINDS: Final = {
    Kind.ACCEPTANCE_NOTICE: "Account Acceptance Notice",
    Kind.CASE_LINKED: "A case was added",
    Kind.CASE_FOLLOWED: "A case is followed",
    Kind.CODE_REQUESTED: "A new code was asked for",
    Kind.CODE_REVIEW: "A request for a code is looked at",
    Kind.CODE_APPROVED: "A new code goes out",
    Kind.CODE_MAILED: "A letter with a code was mailed",
    Kind.CODE_RETURNED: "A letter with a code came back",
    Kind.CODE_E_MAILED: "A code was e-mailed",
    Kind.CODE_REFUSED: "A request for a code was refused",
    Kind.CODE_DUE: "A code should have come",
    Kind.CODE_EXPIRES: "A code ends soon",
    Kind.CASE_CLAIMED: "Another account added the case",
    Kind.CASE_UNLINKED: "A case was removed",
    Kind.CASE_TAKEN_AWAY: "A case was taken away",
    Kind.DISPUTE_OPENED: "A dispute was opened",
    Kind.DISPUTE_UPHELD: "A dispute was upheld",
    Kind.DISPUTE_DISMISSED: "A dispute was dismissed",
    Kind.DISPUTE_LAPSED: "A dispute lapsed",
    Kind.ACTING_PAUSED: "An account may read only, for now",
    Kind.ACTING_RESUMED: "An account may act again",
    Kind.ADDRESS_CHANGE_NOTED: "A new address was told",
    Kind.ADDRESS_CONFIRMED: "A new address was confirmed",
    Kind.ADDRESS_REFUSED: "A new address was not confirmed",
    Kind.STATUS_CHANGED: "The status of a case changed",
    Kind.CASE_MOVED: "A case moved to another office",
    Kind.ESTIMATE_MOVED: "The estimate of a case moved",
    Kind.APPOINTMENT_SET: "The agency made an appointment",
    Kind.APPOINTMENT_CANCELLED: "The agency cancelled an appointment",
    Kind.APPOINTMENT_BOOKED: "An appointment was booked",
    Kind.VISIT_QUESTION_PHOTO: "Asks about passport photos",
    Kind.VISIT_QUESTION_ADDRESS: "Asks where somebody lives",
    Kind.VISIT_QUESTION_TRAVEL: "Asks about a journey",
    Kind.VISIT_QUESTION_IDENTITY: "Asks who somebody is",
    Kind.VISIT_QUESTION_CASE: "Asks which case a visit is for",
    Kind.VISIT_NOT_NEEDED_BY_MAIL: "No visit: the stamp comes by mail",
    Kind.VISIT_NOT_NEEDED_UNMET: "No visit: it does not apply",
    Kind.VISIT_NOT_NEEDED_SETTLED: "No visit: it is done",
    Kind.VISIT_NOT_NEEDED_OTHER_WAY: "No visit: by phone",
    Kind.VISIT_ASKED: "A visit was asked for",
    Kind.VISIT_ANSWERED: "A question about a visit was answered",
    Kind.VISIT_WITHDRAWN: "A request for a visit was withdrawn",
    Kind.VISIT_CANCELLED: "A visit was cancelled by its person",
    Kind.VISIT_OFFICE_CLOSED: "A visit was called off: the office is closed",
    Kind.VISIT_EXPIRED: "A request for a visit expired",
    Kind.VISIT_REOPENED: "A request for a visit was opened again",
    Kind.SUPPORT_ANSWERED: "A question or a complaint was answered",
    Kind.VISITOR_NEWS: "News for somebody without an account",
    Kind.BIOMETRICS_MOVED: "A biometrics appointment was moved",
    Kind.BIOMETRICS_ASKED: "Another time was asked for",
    Kind.BIOMETRICS_CLOSED: "A center closed, and an appointment was moved",
    Kind.BIOMETRICS_AWAITING: "A center closed, and no time was left",
    Kind.BIOMETRICS_APPROVED: "An officer agreed to another time",
    Kind.BIOMETRICS_REFUSED: "An officer did not agree to another time",
    Kind.BIOMETRICS_NOTICE: "Notice of a biometrics appointment",
    Kind.CONTACT_CODE: "Code to prove an address or number",
    Kind.TEXTS_STARTED: "Answer to START",
    Kind.TEXTS_STOPPED: "Answer to STOP",
    Kind.TEXTS_HELP: "Answer to HELP",
}
REASONS: Final = {
    Reason.NO_ADDRESS: "No address to mail it to",
    Reason.NO_VERIFIED_EMAIL: "No proven e-mail address",
    Reason.NO_SAFE_EMAIL: "No e-mail address that is safe",
    Reason.NO_VERIFIED_PHONE: "No proven phone number",
    Reason.NO_CONSENT: "No consent to texts",
    Reason.OPTED_OUT: "The number said STOP",
    Reason.PROTECTED_CASE: "Nothing about this case may leave this way",
    Reason.NOT_WANTED: "The person chose not to get it",
    Reason.TOO_LATE: "Too late to be of use",
    Reason.CODE_GONE: "The code is no longer valid",
    Reason.NO_TEMPLATE: "It has no words",
    Reason.BOUNCED: "There is no such mailbox or number",
    Reason.BLOCKED: "The other side refused it",
    Reason.LANDLINE: "A landline gets no texts",
    Reason.UNREACHABLE: "The phone could not be reached",
    Reason.COMPLAINED: "Marked as unwanted mail",
    Reason.MALFORMED: "Not an address or number",
    Reason.PROVIDER_AWAY: "The provider did not take it for hours",
    Reason.REFUSED: "The provider refused it",
    Reason.BROKEN: "We could not make the message",
    Reason.DOES_NOT_FIT: "Name, address or words do not fit the letter",
    Reason.SPOILT: "The letter was damaged before it left",
    Reason.RETURNED: "The post brought the letter back",
    Reason.OTHER: "Another reason",
}
WHY_RETRY: Final = {
    WhyRetry.PROVIDER_BACK: "The provider works again",
    WhyRetry.ADDRESS_MENDED: "The address or number was corrected",
    WhyRetry.MENDED: "What was wrong on our side is mended",
    WhyRetry.ASKED: "The person asked for it",
}
WHY_CLOSE: Final = {
    WhyClose.TOLD_OTHERWISE: "The person was told in another way",
    WhyClose.NOT_NEEDED: "It is no longer true or of use",
    WhyClose.NO_WAY: "There is no way to reach the person here",
    WhyClose.REPLACED: "A newer message says the same",
}


def reason_words(reason: str) -> str:
    return REASONS[Reason(reason)] if reason in set(Reason) else "Not known"
