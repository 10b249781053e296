"""Templates in plain words, for staff: what parts and fields are, and what is wrong where. In
English."""

from __future__ import annotations

from typing import Final

from cx_app.domain.messages import Kind
from cx_app.domain.templates import MAX_BODY, MAX_SEGMENTS, MAX_SUBJECT, Fault, Problem

LANGUAGE_NAMES: Final = {"en": "English", "es": "Spanish"}
PART_NAMES: Final = {
    "subject": "Subject in the inbox",
    "body": "Message in the inbox",
    "email_subject": "Subject of the e-mail",
    "email": "E-mail",
    "text": "Text message",
    "letter": "Letter",
}
OCCASIONS: Final = {
    Kind.CASE_LINKED: "When somebody adds a case with an online access code.",
    Kind.CASE_FOLLOWED: "When somebody begins to follow a case by its receipt number.",
    Kind.CODE_REQUESTED: "When somebody asks for a new online access code.",
    Kind.CODE_REVIEW: "When an officer has to look at a request for a code.",
    Kind.CODE_APPROVED: "When a new code is on its way.",
    Kind.CODE_MAILED: "When the letter with a code has left.",
    Kind.CODE_RETURNED: "When the post brings a letter with a code back.",
    Kind.CODE_E_MAILED: "When a code has left by e-mail.",
    Kind.CODE_REFUSED: "When an officer refuses a request for a code.",
    Kind.CODE_DUE: "When a letter with a code should have come.",
    Kind.CODE_EXPIRES: "Some days before a code ends.",
    Kind.CASE_CLAIMED: "When another account adds a case as the same person.",
    Kind.CASE_UNLINKED: "When somebody removes a case from their account.",
    Kind.CASE_TAKEN_AWAY: "To the account that loses a case by a dispute.",
    Kind.DISPUTE_OPENED: "To whoever opens a dispute.",
    Kind.DISPUTE_UPHELD: "When two officers agree with whoever disputed.",
    Kind.DISPUTE_DISMISSED: "When two officers see no reason for the dispute.",
    Kind.DISPUTE_LAPSED: "When nobody decided a dispute in time.",
    Kind.ACTING_PAUSED: "To the account that is disputed.",
    Kind.ACTING_RESUMED: "When a disputed account may act again.",
    Kind.ADDRESS_CHANGE_NOTED: "When somebody tells a new address.",
    Kind.ADDRESS_CONFIRMED: "When an officer confirms a new address.",
    Kind.ADDRESS_REFUSED: "When an officer could not confirm a new address.",
    Kind.STATUS_CHANGED: "When the agency’s feed brings a new status.",
    Kind.CASE_MOVED: "When a case goes to another office.",
    Kind.ESTIMATE_MOVED: "When an estimate moved by more than its person asked to hear of.",
    Kind.APPOINTMENT_SET: "When the agency makes an appointment.",
    Kind.APPOINTMENT_CANCELLED: "When the agency cancels an appointment.",
    Kind.APPOINTMENT_BOOKED: "When somebody books an appointment here.",
    Kind.VISIT_QUESTION_PHOTO: "When an officer asks whether there are photos for a visit.",
    Kind.VISIT_QUESTION_ADDRESS: "When an officer asks for a street address.",
    Kind.VISIT_QUESTION_TRAVEL: "When an officer asks for the day of travel and its reason.",
    Kind.VISIT_QUESTION_IDENTITY: "When an officer asks who asks for a visit.",
    Kind.VISIT_QUESTION_CASE: "When an officer asks which case a visit is for.",
    Kind.VISIT_NOT_NEEDED_BY_MAIL: "When no visit is needed and the stamp goes by mail.",
    Kind.VISIT_NOT_NEEDED_UNMET: "When no visit is needed, since it does not fit the case.",
    Kind.VISIT_NOT_NEEDED_SETTLED: "When no visit is needed, since it is done.",
    Kind.VISIT_NOT_NEEDED_OTHER_WAY: "When no visit is needed, since the phone is the way.",
    Kind.VISIT_ASKED: "When somebody asks for a visit to an office.",
    Kind.VISIT_ANSWERED: "When somebody answers a question about a visit.",
    Kind.VISIT_WITHDRAWN: "When somebody takes a request for a visit back.",
    Kind.VISIT_BOOKED: "When a visit has a time: an officer picked it, or its person.",
    Kind.VISIT_MOVED: "When an officer moves a visit to another time.",
    Kind.VISIT_CALLED_OFF: "When an officer cancels a visit.",
    Kind.VISIT_CANCELLED: "When somebody cancels a visit that was booked.",
    Kind.VISIT_OFFICE_CLOSED: "When the office closes on the day of a visit.",
    Kind.VISIT_EXPIRED: "When nobody answered a question about a visit in time.",
    Kind.VISIT_REOPENED: "When somebody opens an expired request again.",
    Kind.SUPPORT_ANSWERED: "When staff answer a question about the account, or a complaint.",
    Kind.VISITOR_NEWS: "When there is news for somebody who asked without an account.",
    Kind.BIOMETRICS_MOVED: "When a biometrics appointment has another time or place.",
    Kind.BIOMETRICS_CLOSED: "When a center closed and the appointment has another time or place.",
    Kind.BIOMETRICS_AWAITING: "When a center closed and no other time is left.",
    Kind.BIOMETRICS_APPROVED: "When an officer agreed to another time.",
    Kind.BIOMETRICS_REFUSED: "When an officer did not agree to another time.",
    Kind.BIOMETRICS_MATCHED: "When an account finds an appointment without a code.",
    Kind.BIOMETRICS_HOME: "When the day is arranged on which somebody comes to a home.",
    Kind.BIOMETRICS_HOME_CHANGED: "When somebody comes to a home on another day.",
    Kind.BIOMETRICS_HOME_ENDED: "When nobody comes to a home after all.",
    Kind.BIOMETRICS_ASKED: "When somebody asks an officer for another time.",
    Kind.G28_ASKED: "When a Form G-28 waits for its client’s signature.",
    Kind.G28_PASSCODE: "When a client without an account is asked to sign.",
    Kind.G28_SIGNED: "When the client signed. Both sides get it.",
    Kind.G28_DECLINED: "When the client said no.",
    Kind.G28_EXPIRED: "When nobody signed in time.",
    Kind.G28_TAKEN_BACK: "When the representative takes a form back before the client answered.",
    Kind.REPRESENTATION_ENDED: "When either side or another form ended it. Both get it.",
    Kind.REPRESENTATIVE_ACCEPTED: "When an officer accepted a representative account.",
    Kind.REPRESENTATIVE_REFUSED: "When an officer refused one.",
    Kind.REPRESENTATIVE_SUSPENDED: "When an officer suspended one.",
    Kind.REPRESENTATIVE_ASKED: "When a representative asked for a call. The client gets it.",
    Kind.REPRESENTATIVE_FILED: "When a representative asked for a visit or another time. A client "
    "without an account gets it by mail.",
    Kind.REPRESENTATIVE_JOINED: "When a representative used their own code. The client gets it.",
    Kind.REPRESENTATIVE_CODE: "When a code for a representative was asked for. The client gets it.",
    Kind.TEAM_INVITED: "When a representative invites somebody to their team.",
    Kind.BOARD_DIGEST: "Each day or week, for a representative who asked for it.",
    Kind.CONTACT_CODE: "When somebody proves an e-mail address or a phone number.",
    Kind.CALLBACK_ASK: "When a call is near: asks if the person is free.",
    Kind.CALLBACK_PLACED: "When somebody asked for a callback.",
    Kind.CALLBACK_PROMISED: "When somebody said that they are free.",
    Kind.CALLBACK_ANOTHER_DAY: "When somebody is not free, and we try on another day.",
    Kind.CALLBACK_POSTPONED: "When somebody put a call off, for the first time.",
    Kind.CALLBACK_NOT_POSTPONED: "When somebody put a call off again.",
    Kind.CALLBACK_NOT_UNDERSTOOD: "When nobody understands an answer; once for each text.",
    Kind.CALLBACK_TOO_LATE: "When a yes came after its hour; once for each text.",
    Kind.CALLBACK_WINDOW_MISSED: "When we did not call within the half hour.",
    Kind.CALLBACK_MISSED: "When a call reached nobody, and we try again.",
    Kind.CALLBACK_WAITS: "When a callback waits for its person to put it back.",
    Kind.CALLBACK_WRONG_NUMBER: "When somebody else answered the phone.",
    Kind.CALLBACK_SUMMARY: "When the summary of a call can be read.",
    Kind.CALLBACK_DISPUTE_ANSWERED: "When a supervisor answered a dispute of a summary.",
    Kind.TEXTS_STARTED: "The answer to START.",
    Kind.TEXTS_STOPPED: "The answer to STOP.",
    Kind.TEXTS_HELP: "The answer to HELP.",
}
FIELD_NAMES: Final = {
    "service": "the name of this service",
    "agency": "the name of the agency",
    "phone": "the agency’s phone number",
    "link": "the address to sign in at",
    "receipt": "the receipt number",
    "form": "the form and its name",
    "title": "the status, short",
    "sentence": "the status as a sentence",
    "office": "the office",
    "when": "day and time of the appointment",
    "visit": "day on which somebody comes to a home",
    "place": "where the appointment is",
    "short": "day and time of the appointment, short",
    "because": "why an officer decided so",
    "city": "the city of the appointment",
    "code": "the code",
    "by": "the day by which a code should come",
    "until": "the last day",
    "reference": "the reference number of a request",
    "due": "the day by which an officer answers",
    "confirm_from": "the first day on which an officer may confirm",
    "representative": "the representative’s name",
    "what": "what a representative asked for",
    "added_by": "the other account’s e-mail, masked",
    "minutes": "how many minutes a code counts, or a call may take to come",
    "last": "the last four symbols of the reference number",
    "changed": "how many cases have something new",
    "coming": "how many appointments lie ahead",
    "answers": "how many answers are due",
    "prepared": "how many prepared requests wait for the reader",
    "clock": "a time of the day, on the person's own clock",
}
PUBLIC: Final = "anybody may see an e-mail’s subject, an e-mail or a text on a locked screen"


def say_problem(problem: Problem) -> str:
    """What to do about it, in one sentence."""
    field, measured = "{" + problem.field + "}", problem.measured
    match problem.fault:
        case Fault.NO_LANGUAGE:
            return f"Write all of it in {LANGUAGE_NAMES[problem.language]} too."
        case Fault.NO_PART:
            return "Write something here: this kind of message needs it."
        case Fault.UNKNOWN_PART:
            return "Leave this out: this kind of message has no such part."
        case Fault.BROKEN_FIELD:
            return "Write a field as a name in braces, such as {link}, and no other braces."
        case Fault.UNKNOWN_FIELD:
            return f"Take {field} out: this kind of message does not know it."
        case Fault.MISSING_FIELD:
            return f"Put {field} in: without it the message is of no use."
        case Fault.PRIVATE_FIELD:
            return f"Take {field} out: {PUBLIC}."
        case Fault.PRIVATE_NUMBER:
            return f"Take the receipt, A- or form number out: {PUBLIC}."
        case Fault.TOO_MANY_TEXTS:
            most = MAX_SEGMENTS.get(problem.language, 2)
            fits = "one text" if most == 1 else f"{most} texts"
            return f"Make it shorter: filled in it takes {measured} texts, and has to fit {fits}."
        case Fault.HARD_WORDS:
            return f"Use shorter words and sentences: {_grade(problem.language, measured)}."
        case Fault.MANY_LINES:
            return "Keep the subject on one line."
        case Fault.TOO_LONG:
            most = MAX_SUBJECT if problem.part.endswith("subject") else MAX_BODY
            return f"Make it shorter: {most:,} characters at most."


def _grade(language: str, measured: str) -> str:
    if language == "es":
        return f"it scores {measured} on the Spanish scale of plain reading, and needs 60"
    return f"it reads at school grade {measured}, and may be grade 8 at most"
