"""How an opening is said to the people of the case: the role, never a name, and why."""

from __future__ import annotations

from typing import Final

from cx_app.domain.openings import OpeningReason
from cx_app.language import _

WHO: Final = {
    "officer": "An officer",
    "supervisor": "A supervisor",
    "admin": "An administrator",
}
WITHOUT_REASON: Final = "{who} opened this case."
"""From before reasons were asked."""
SHARED: Final = "{who} opened this case to work on it or to answer a question about it."
"""Where several people are on a case, nobody learns from a reason what another of them did: that
they called, asked for something, or tried to add the case (OPEN-3)."""
REASONS: Final = {
    OpeningReason.CONTACT: "{who} opened this case because you or someone for you contacted us.",
    OpeningReason.REQUEST: "{who} opened this case to answer a request of yours.",
    OpeningReason.WORK: "{who} opened this case to work on it.",
    OpeningReason.SECURITY: (
        "{who} opened this case to keep it safe: somebody tried to add it with wrong codes."
    ),
    OpeningReason.REVIEW: "{who} opened this case to check the agency’s own work.",
}
MISTAKE: Final = "{who} opened this case by mistake and closed it again."


def opened(role: str, reason: str, *, shared: bool) -> str:
    """A sentence in the language of the moment."""
    known = reason if reason in set(OpeningReason) else ""
    if shared and known and known != OpeningReason.REVIEW:
        sentence = SHARED
    else:
        sentence = REASONS[OpeningReason(known)] if known else WITHOUT_REASON
    return _(sentence, who=_who(role))


def took_by_mistake(role: str) -> str:
    return _(MISTAKE, who=_who(role))


def _who(role: str) -> str:
    return _(WHO.get(role, "An officer"))
