"""Real forms and links: Reflex's own stay inside the client and swallow native posts."""

from __future__ import annotations

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML


class NativeForm(BaseHTML):  # type: ignore[misc]
    """A form that the browser posts to a route of the server."""

    tag = "form"
    action: rx.Var[str]
    method: rx.Var[str]


class NativeLink(BaseHTML):  # type: ignore[misc]
    """A link that loads the page anew: routes of the server, files, other languages, `#main`."""

    tag = "a"
    href: rx.Var[str]
    target: rx.Var[str]
    rel: rx.Var[str]
    download: rx.Var[str]
    """For files: without it the browser takes the press for leaving, and the page goes deaf."""


native_form = NativeForm.create
native_link = NativeLink.create


def phone(number: str) -> rx.Component:
    """A number to call; one piece, and one press on a phone."""
    return native_link(
        number, href=f"tel:{number.replace(' ', '')}", class_name="usa-link cx-phone"
    )
