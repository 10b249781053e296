"""Words of kinds that have no template as data (`cx_app/message_templates`), in the current
language; and what leaves the portal about them.

E-mails and texts never hold a name, number, form or reason: they say that there is news and where
to look.
"""

from __future__ import annotations

from cx_app.domain.messages import Kind
from cx_app.language import _, href
from cx_app.settings import settings


def in_inbox(kind: Kind, **facts: object) -> tuple[str, str]:
    """Subject and body for the person's own inbox, where facts may stand."""
    del facts
    match kind:
        case Kind.ACCEPTANCE_NOTICE:
            raise ValueError("a code never stands in an inbox")
    raise ValueError(f"{kind} has no words")


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


def in_text() -> str:
    """A text to an account: the same in one segment."""
    return _(
        "{agency}: You have a new message. Sign in to read it: {link} Reply STOP to end texts, "
        "HELP for help.",
        agency=settings.agency_name,
        link=settings.public_url.rstrip("/") + href("/").rstrip("/"),
    )
