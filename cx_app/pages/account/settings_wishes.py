"""Settings, how we tell you: a line for each kind of message, and one form open at a time."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import slim_alert
from cx_app.components.fields import Choice, checkbox, radio_group, submit
from cx_app.language import NAMES, _
from cx_app.state.account.settings import SettingsState, TopicRow
from cx_app.state.account.settings_wishes import LANGUAGE, WishesState

OWN = [Choice(lang, name) for lang, name in NAMES.items()]


def section() -> rx.Component:
    return rx.el.ul(
        rx.el.li(
            rx.cond(WishesState.editing == LANGUAGE, _language_form(), _language()),
            class_name="cx-rows__row",
        ),
        rx.foreach(
            SettingsState.rows,
            lambda row: rx.el.li(
                rx.cond(WishesState.editing == row.topic, _form(row), _line(row)),
                class_name="cx-rows__row",
            ),
        ),
        class_name="cx-rows",
    )


def _language() -> rx.Component:
    return rx.fragment(
        rx.cond(WishesState.saved == LANGUAGE, _saved("language-said")),
        rx.el.div(
            rx.el.div(
                rx.el.h3(_("Language of your messages")),
                rx.el.p(rx.el.strong(SettingsState.language_name)),
            ),
            _change(LANGUAGE, _("Language of your messages")),
            class_name="cx-rows__line",
        ),
    )


def _language_form() -> rx.Component:
    return rx.el.form(
        rx.el.h3(_("Language of your messages"), id="language-title", tab_index=-1),
        radio_group(
            "own_language",
            _("We write to you in"),
            OWN,
            value=SettingsState.ways.language,
        ),
        _buttons(),
        on_submit=WishesState.save_language,
        no_validate=True,
        class_name="cx-form",
    )


def _line(row: TopicRow) -> rx.Component:
    return rx.fragment(
        rx.cond(WishesState.saved == row.topic, _saved("wish-said")),
        rx.el.div(
            rx.el.div(
                rx.el.h3(row.name),
                rx.el.p(row.hint, class_name="cx-card__meta"),
                rx.el.p(rx.el.strong(row.chosen)),
                rx.foreach(row.notes, lambda note: rx.el.p(note, class_name="cx-rows__note")),
            ),
            _change(row.topic, row.name),
            class_name="cx-rows__line",
        ),
    )


def _form(row: TopicRow) -> rx.Component:
    return rx.el.form(
        rx.el.h3(row.name, id="wish-title", tab_index=-1),
        rx.el.fieldset(
            rx.el.legend(_("Besides your inbox, tell me by"), class_name="usa-legend"),
            rx.cond(
                row.email_fixed,
                rx.el.p(
                    _("E-mail: always, so that nobody can hide from you what was done."),
                ),
                _way("wish_email", _("E-mail"), SettingsState.needs.email, row.email),
            ),
            rx.cond(
                SettingsState.ways.texts_offered,
                _way("wish_sms", _("Text"), SettingsState.needs.sms, row.sms),
            ),
            _way("wish_paper", _("Letter"), SettingsState.needs.paper, row.paper),
            class_name="usa-fieldset",
        ),
        radio_group(
            "wish_language",
            _("Language"),
            [Choice("", _("The same as for all my messages")), *OWN],
            value=row.language,
        ),
        _buttons(),
        on_submit=WishesState.save,
        no_validate=True,
        class_name="cx-form",
    )


def _way(name: str, label: str, need: Any, chosen: Any) -> rx.Component:
    return checkbox(name, Choice("yes", label, hint=need), checked=chosen)


def _buttons() -> rx.Component:
    return rx.el.div(
        submit(_("Save")),
        rx.el.button(
            _("Cancel"),
            type="button",
            class_name="usa-button usa-button--unstyled",
            on_click=WishesState.cancel,
        ),
        class_name="cx-inline",
    )


def _saved(id: str) -> rx.Component:
    return slim_alert("success", WishesState.said, id=id)


def _change(topic: Any, name: Any) -> rx.Component:
    return rx.el.button(
        _("Change"),
        rx.el.span(" ", name, class_name="usa-sr-only"),
        type="button",
        class_name="usa-button usa-button--unstyled",
        on_click=WishesState.edit(topic),
    )
