"""Settings: where to reach somebody, texts, how they hear of what, and who represents them. One
section a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import reflex as rx

from cx_app.components.content import when_loaded
from cx_app.components.native import native_link
from cx_app.language import _
from cx_app.pages.account import (
    settings_contacts,
    settings_representation,
    settings_texts,
    settings_wishes,
)
from cx_app.pages.page import Audience, Content, portal_page
from cx_app.state.account.representation import RepresentationState
from cx_app.state.account.settings import SettingsState
from cx_app.state.account.settings_adding import AddEmailState, AddPhoneState
from cx_app.state.account.settings_contacts import ContactsState
from cx_app.state.account.settings_texts import TextsState
from cx_app.state.account.settings_wishes import WishesState


@dataclass(frozen=True)
class Section:
    """A part of the page with an address of its own, such as `/account/settings#texts`."""

    anchor: str
    title: str
    content: Content


SECTIONS: Final = (
    Section("reach", "Where we reach you", settings_contacts.section),
    Section("texts", "Texts to your phone", settings_texts.section),
    Section("messages", "How we tell you", settings_wishes.section),
    Section("represent", "Who represents me", settings_representation.section),
)


@portal_page(
    "/account/settings",
    title="Settings",
    audience=Audience.CUSTOMER,
    on_load=[
        SettingsState.load,
        AddEmailState.load,
        AddPhoneState.load,
        ContactsState.load,
        TextsState.load,
        WishesState.load,
        RepresentationState.load,
    ],
    crumbs=[("/account", "My cases")],
)
def settings_page() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Settings")),
        rx.el.p(
            _(
                "Every message is in your inbox on this site. Choose here how else we tell you, "
                "and in which language."
            ),
            class_name="usa-intro",
        ),
        rx.el.nav(
            rx.el.ul(
                *[rx.el.li(native_link(_(one.title), href=f"#{one.anchor}")) for one in SECTIONS],
                class_name="usa-list",
            ),
            aria_label=_("On this page"),
        ),
        *[_section(one) for one in SECTIONS],
    )


def _section(one: Section) -> rx.Component:
    return rx.el.section(
        rx.el.h2(_(one.title), id=f"{one.anchor}-title", tab_index=-1),
        when_loaded(SettingsState.loaded, one.content(), label=_("Loading your settings")),
        id=one.anchor,
        aria_labelledby=f"{one.anchor}-title",
        class_name="cx-section cx-settings",
    )
