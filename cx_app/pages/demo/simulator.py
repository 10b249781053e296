"""What the demo's addresses and numbers of nobody do, so that every outcome can be tried."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card
from cx_app.gateways.simulator import EMAILS, LANDLINE, NUMBERS, Outcome

SAID = {
    Outcome.DELIVERED: ("Delivered", "Arrives, and is reported a second later."),
    Outcome.DELAYED: ("Delayed", "Reported as under way, and as delivered two minutes later."),
    Outcome.TEMPORARY: (
        "Refused for now",
        "Nothing arrives here: the portal tries again and again, and gives up in the end.",
    ),
    Outcome.PERMANENT: (
        "Fails",
        "There is no such mailbox or number. The portal does not try it again.",
    ),
    Outcome.OPTED_OUT: (
        "Opted out",
        "The e-mail is reported as unwanted; the text is refused. Neither is tried again.",
    ),
}


def simulator() -> rx.Component:
    addresses = {outcome: address for address, outcome in EMAILS.items()}
    numbers = {outcome: number for number, outcome in NUMBERS.items()}
    return rx.fragment(
        card(
            rx.el.h2("Answer texts"),
            rx.el.p(
                "Under Texts, each number is a phone: type an answer, or press STOP, HELP or "
                "START. The portal hears it as it would from a carrier."
            ),
            quiet=True,
        ),
        card(
            rx.el.h2("See how messages fail"),
            rx.el.p(
                "Give a person one of these addresses or numbers where they say how to reach "
                "them. All others get everything."
            ),
            rx.el.dl(
                *[_outcome(o, addresses[o], numbers[o]) for o in Outcome],
                rx.el.div(
                    rx.el.dt("Landline"),
                    rx.el.dd("Known to get no texts, so the portal does not take it."),
                    rx.el.dd(rx.el.code(LANDLINE)),
                    class_name="cx-facts__row",
                ),
                class_name="cx-facts cx-simulator",
            ),
            quiet=True,
            id="simulator",
        ),
    )


def _outcome(outcome: Outcome, address: str, number: str) -> rx.Component:
    name, what = SAID[outcome]
    return rx.el.div(
        rx.el.dt(name),
        rx.el.dd(what),
        rx.el.dd(rx.el.code(address)),
        rx.el.dd(rx.el.code(number)),
        class_name="cx-facts__row",
    )
