"""The words of messages, in the current language.

E-mails never hold a name, number, form or reason: they say that there is news and where to look.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from cx_app.domain.appointments import AppointmentState
from cx_app.domain.cases import form_name, status_of
from cx_app.domain.messages import Kind
from cx_app.language import _, href, say_moment
from cx_app.settings import settings


def in_inbox(kind: Kind, **facts: object) -> tuple[str, str]:
    """Subject and body for the person's own inbox, where facts may stand."""
    match kind:
        case Kind.CASE_LINKED:
            form = str(facts["form"])
            return (
                _("A case was added to your account"),
                _(
                    "You added the case {receipt} ({form}) with an online access code. "
                    "If this was not you, call {phone}.",
                    phone=settings.agency_phone,
                    receipt=facts["receipt"],
                    form=f"{form} {_(form_name(form))}" if form_name(form) else form,
                ),
            )
        case Kind.CASE_FOLLOWED:
            return (
                _("You follow a case"),
                _(
                    "You follow the status of {receipt}. To see its notices and letters, add it "
                    "with the online access code from your letter.",
                    **facts,
                ),
            )
        case Kind.CODE_REQUESTED:
            return (
                _("You asked for a new online access code"),
                _(
                    "If what you typed matches our records, we mail a new code to the address on "
                    "file. It usually takes up to 10 business days. Your older codes stay good "
                    "until you use one."
                ),
            )
        case Kind.STATUS_CHANGED:
            status = status_of(str(facts["code"]))
            return (
                _(status.title),
                _(
                    "There is news on your case {receipt}: {sentence}",
                    receipt=facts["receipt"],
                    sentence=_(status.sentence),
                ),
            )
        case Kind.CASE_MOVED:
            return (
                _("Your case moved to another office"),
                _(
                    "The office in charge of your case {receipt} is now: {office}. "
                    "You do not need to do anything.",
                    **facts,
                ),
            )
        case Kind.APPOINTMENT:
            return _appointment(**facts)
        case Kind.ACCEPTANCE_NOTICE:
            raise ValueError("a code never stands in an inbox")


def _appointment(**facts: object) -> tuple[str, str]:
    when = say_moment(cast(datetime, facts["starts"]), ZoneInfo(str(facts["zone"])))
    if facts["state"] == AppointmentState.CANCELLED:
        return (
            _("An appointment was cancelled"),
            _(
                "The agency cancelled the appointment of {when} for your case {receipt}. "
                "Do not come. A notice will say what happens next.",
                when=when,
                receipt=facts["receipt"],
            ),
        )
    return (
        _("You have an appointment"),
        _(
            "The agency made an appointment for your case {receipt}: {when}. "
            "The notice says where, and what to bring.",
            when=when,
            receipt=facts["receipt"],
        ),
    )


def in_email(kind: Kind) -> tuple[str, str]:
    """Subject and body of an e-mail to an account: there is news, sign in to read it."""
    del kind
    return (
        _("You have a new message"),
        _(
            "There is a new message in your {service} account. Sign in to read it: {link}\n\n"
            "We never ask for your password or a code by e-mail.",
            service=settings.service_name,
            link=settings.public_url.rstrip("/") + href("/account/messages"),
        ),
    )
