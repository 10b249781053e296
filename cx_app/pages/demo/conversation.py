"""Texts as on a phone: what came, what was answered, and a box to answer in."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import tag
from cx_app.components.native import native_link
from cx_app.services.messages.conversations import Bubble, Conversation
from cx_app.services.messages.mailbox import Piece
from cx_app.state.demo.mailbox import MAX_TEXT, MailboxState

WORDS = ("STOP", "HELP", "START")


def conversation(talk: Conversation) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(talk.number, class_name="cx-phone-screen__number"),
            rx.cond(talk.stopped, tag("Said STOP: gets no texts")),
            class_name="cx-phone-screen__head",
        ),
        rx.el.ol(
            rx.foreach(talk.bubbles, _bubble),
            class_name="cx-bubbles",
            aria_label="Texts, the newest last",
        ),
        rx.el.div(
            *[_word(talk, word) for word in WORDS],
            role="group",
            aria_label="Answer with one word",
            class_name="cx-phone-screen__words",
        ),
        rx.el.form(
            rx.el.input(type="hidden", name="to", value=talk.answers, read_only=True),
            rx.el.input(
                name="words",
                type="text",
                max_length=MAX_TEXT,
                auto_complete="off",
                placeholder="Answer as from this phone",
                aria_label="Answer as " + talk.number,
                class_name="usa-input",
            ),
            rx.el.button("Send", type="submit", class_name="usa-button"),
            on_submit=MailboxState.answer,
            reset_on_submit=True,
            class_name="cx-phone-screen__answer",
        ),
        key=talk.number,
        class_name="cx-phone-screen",
    )


def pieces(parts: Any) -> rx.Component:
    return rx.foreach(parts, _piece)


def status(code: Any) -> rx.Component:
    """What the provider reported; the word carries the meaning."""
    said = rx.match(
        code,
        ("delivered", "Delivered"),
        ("under_way", "Delayed"),
        ("failed", "Failed"),
        ("sent", "Sent"),
        "",
    )
    return rx.cond(code, rx.el.span(said, class_name="cx-status", data_status=code))


def _piece(piece: Piece) -> rx.Component:
    link = native_link(piece.text, href=piece.link, class_name="usa-link")
    return rx.cond(piece.link, link, rx.el.span(piece.text))


def _bubble(bubble: Bubble) -> rx.Component:
    return rx.el.li(
        rx.el.span(rx.cond(bubble.received, "Portal: ", "Phone: "), class_name="usa-sr-only"),
        rx.el.p(
            pieces(bubble.pieces),
            class_name="cx-bubble",
            data_side=rx.cond(bubble.received, "in", "out"),
        ),
        rx.el.p(bubble.when, status(bubble.status), class_name="cx-bubble__when"),
        key=bubble.id,
        data_side=rx.cond(bubble.received, "in", "out"),
    )


def _word(talk: Conversation, word: str) -> rx.Component:
    return rx.el.button(
        word,
        type="button",
        class_name="usa-button usa-button--outline",
        on_click=MailboxState.answer_with(talk.answers, word),
    )
