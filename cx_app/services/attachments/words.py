"""Why a file was not taken, and what to do, in the current language."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from cx_app.domain.attachments import AttachmentRules, Flaw
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import _
from cx_app.services.policy.current import policy

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What the field for files says before anything is sent; `{name}` is the file's."""

    hint: str = ""
    too_large: str = ""
    max_bytes: str = "0"


def file_limits(session: Session, actor: Actor) -> FileLimits:
    rules = policy(session, clock.business(session)).attachments
    n = rules.max_bytes // MEGABYTE
    return FileLimits(
        _(
            "PDF, JPEG or PNG, at most {most} files of {n} MB. Photos of papers are fine.",
            most=rules.per_request,
            n=n,
        ),
        _("{name} is larger than {n} MB.", name="{name}", n=n),
        str(rules.max_bytes),
    )


def say_flaw(flaw: Flaw, rules: AttachmentRules) -> str:
    match flaw:
        case Flaw.EMPTY:
            return _("This file is empty. Choose another one.")
        case Flaw.TOO_LARGE:
            return say_too_large(rules)
        case Flaw.OTHER_KIND:
            return _("This is not a PDF, JPEG or PNG file. Save it as one, or take a photo of it.")
        case Flaw.BROKEN:
            return _(
                "This file is not whole. Open it on your device to check, then choose it again."
            )
        case Flaw.TWO_IN_ONE:
            return _("There is something else inside this file. Take a photo of it instead.")
        case Flaw.TOO_MANY:
            return _(
                "You have {n} files, and we take no more. Remove one first.", n=rules.per_request
            )
        case Flaw.TOO_OFTEN:
            return _("You have sent many files within an hour. Please try again later.")
        case Flaw.CLOSED:
            return _("This request takes no more files. Call us if you have something to add.")
        case Flaw.TOO_SLOW:
            return _("The file took too long to arrive. Try again where your connection is better.")
        case Flaw.BUSY:
            return _("Many people are sending files now. Please try again in a minute.")


def say_too_large(rules: AttachmentRules) -> str:
    return _(
        "This file is larger than {n} MB. Take a photo with less detail, or send fewer pages.",
        n=rules.max_bytes // MEGABYTE,
    )
