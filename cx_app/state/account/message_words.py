"""How a message went and why it came, in plain words for whom it was sent to."""

from __future__ import annotations

from cx_app.domain.delivery import Reason
from cx_app.domain.messages import Channel, Why
from cx_app.language import _
from cx_app.services.messages.history import DeliveryLine


def say_channel(channel: str) -> str:
    match channel:
        case Channel.EMAIL:
            return _("By e-mail")
        case Channel.SMS:
            return _("By text")
        case Channel.LETTER:
            return _("By letter")
    return _("Here")


def say_delivery(line: DeliveryLine) -> str:
    """What became of it in one way; never more than is known."""
    match line.status:
        case "waiting":
            return _("Waiting to be sent.")
        case "delivered":
            return _("Delivered {when}.", when=line.delivered)
        case "under_way":
            return _("Sent {when}. It is on its way.", when=line.sent)
        case "failed":
            return _("Not delivered because {reason}.", reason=say_reason(line.reason))
        case "not_sent":
            return _not_sent(line)
        case "unknown":
            return _("We can’t tell whether it was sent. We do not send it twice.")
    if line.channel == Channel.LETTER:
        return _("Sent to be printed and mailed {when}.", when=line.sent)
    return _("Sent {when}. We do not know yet whether it arrived.", when=line.sent)


def _not_sent(line: DeliveryLine) -> str:
    reason = say_reason(line.reason)
    match line.channel:
        case Channel.SMS:
            return _("Not sent by text because {reason}.", reason=reason)
        case Channel.LETTER:
            return _("Not sent by letter because {reason}.", reason=reason)
    return _("Not sent by e-mail because {reason}.", reason=reason)


def say_why(code: str, *, about_a_case: bool) -> str:
    match code:
        case Why.LINKED if about_a_case:
            return _("You got this because your account has this case.")
        case Why.FOLLOWS if about_a_case:
            return _("You got this because you follow this case by its receipt number.")
        case Why.ASKED:
            return _("You got this because you asked for it in your account.")
        case Why.NAMED:
            return _("You got this because you are named in this case.")
    return _("You got this because it is about your account.")


def say_reason(code: str) -> str:
    """The end of a sentence that begins with "because"."""
    match code:
        case Reason.NO_ADDRESS:
            return _("we have no address for it")
        case Reason.NO_VERIFIED_EMAIL:
            return _("you have no e-mail address here that you confirmed")
        case Reason.NO_SAFE_EMAIL:
            return _("we have no e-mail address that is safe for this case")
        case Reason.NO_VERIFIED_PHONE:
            return _("you have no phone number here that you confirmed")
        case Reason.NO_CONSENT:
            return _("you did not agree to texts at this number")
        case Reason.OPTED_OUT:
            return _("you opted out of texts")
        case Reason.PROTECTED_CASE:
            return _("news about this case stays here, for your safety")
        case Reason.NOT_WANTED:
            return _("you chose not to get it this way")
        case Reason.TOO_LATE:
            return _("it would have come too late to help you")
        case Reason.CODE_GONE:
            return _("the code in it was no longer good")
    return _say_failure(code)


def _say_failure(code: str) -> str:
    match code:
        case Reason.BOUNCED:
            return _("that address or number does not exist")
        case Reason.BLOCKED:
            return _("your mail or phone company refused it")
        case Reason.LANDLINE:
            return _("the number is a landline, which gets no texts")
        case Reason.UNREACHABLE:
            return _("the mailbox or phone could not be reached")
        case Reason.COMPLAINED:
            return _("an earlier message was marked as unwanted")
        case Reason.MALFORMED:
            return _("the address or number is not complete")
        case Reason.PROVIDER_AWAY:
            return _("the company that sends it for us could not be reached")
        case Reason.REFUSED:
            return _("the company that sends it for us refused it")
        case Reason.DOES_NOT_FIT:
            return _("the name or address did not fit on the letter")
        case Reason.SPOILT:
            return _("the letter was damaged before it left; another one takes its place")
        case Reason.RETURNED:
            return _("the post brought the letter back")
    return _("of a problem on our side")  # broken, no_template, other
