"""The words of messages, in the current language.

E-mails never hold a name, number, form or reason: they say that there is news and where to look.
"""

from __future__ import annotations

from cx_app.domain.cases import form_name
from cx_app.domain.messages import Kind
from cx_app.language import _, href
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
        case Kind.ACCEPTANCE_NOTICE:
            raise ValueError("a code never stands in an inbox")


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
