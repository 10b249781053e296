"""What a person does at a browser: finds things by their role and label, as people do."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, WebSocket, expect

from e2e.portal import PROJECT, Portal

AXE = PROJECT / "e2e" / "node_modules" / "axe-core" / "axe.min.js"
KEPT = "values_rx_state_"
"""Stands in the answer to a field that was kept."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIGN_OUT = re.compile("^(Sign out|Cerrar sesión)$")
CODE = re.compile(r"\b[2-9A-HJKMNP-Z]{4}(?:-[2-9A-HJKMNP-Z]{4}){2}\b")


@dataclass
class Person:
    page: Page
    portal: Portal
    sockets: list[WebSocket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("websocket", lambda socket: self.sockets.append(socket))

    def opens(self, path: str) -> None:
        self.page.goto(self.portal.url + path)
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible()

    def signs_in(self, name: str, path: str = "/account") -> None:
        """From the page they want, through the provider's list of people, and back to it."""
        self.page.goto(self.portal.url + path)
        self.picks(name)
        expect(self.page).to_have_url(re.compile(re.escape(path) + r"(\?|$)"))
        expect(self.page.get_by_role("heading", level=1).first).to_be_visible()
        expect(self.page.get_by_role("button", name=SIGN_OUT)).to_be_visible()

    def picks(self, name: str) -> None:
        named = self.page.get_by_text(name, exact=True)
        self.page.get_by_role("button").filter(has=named).click()

    def signs_out(self) -> None:
        self.page.get_by_role("button", name=SIGN_OUT).click()
        expect(self.page).to_have_url(re.compile("/signed-out"))

    def types_a_code(self, receipt: str, code: str, born: tuple[str, str, str]) -> None:
        self.page.get_by_label("Receipt number", exact=True).fill(receipt)
        self.page.get_by_label("Online access code").fill(code)
        self.types_birth_date(born)
        self.page.get_by_role("button", name="Add case").click()

    def types_birth_date(self, born: tuple[str, str, str]) -> None:
        for label, value in zip(("Month", "Day", "Year"), born, strict=True):
            self.page.get_by_label(label).fill(value)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def types(self, label: str, text: str) -> None:
        """Fill in a field and leave it, until the server has answered that this text is kept."""
        typed = self.page.get_by_label(label, exact=True)

        def keeps(said: object) -> bool:
            return KEPT in str(said) and text in str(said)

        with self.sockets[-1].expect_event("framereceived", keeps):
            typed.fill(text)
            typed.blur()

    def reads_code_for(self, receipt: str) -> str:
        """The newest code for a case, from the letter or e-mail in the demo's mailbox."""
        notice = self.page.locator(".cx-mail", has_text=receipt).first
        self.waits_for_mail(notice, receipt)
        found = CODE.search(notice.text_content() or "")
        assert found, "the notice holds no code"
        return found[0]

    def waits_for_mail(self, delivery: Locator, wanted: str) -> None:
        """Opens the demo's mailbox and looks for what holds `wanted`, until the delivery comes."""
        self.opens("/demo/mailbox")
        expect(self.page.locator(".cx-skeleton")).to_have_count(0)
        self.page.get_by_label("Name, address, phone or receipt number").fill(wanted)
        self.page.get_by_role("button", name="Find").click()
        delivery.wait_for(state="attached", timeout=30_000)

    def moves_clock(self, step: str) -> None:
        """`step` as the demo clock's buttons name it, such as `20 minutes`."""
        self.opens("/demo/clock")
        now = self.page.locator("#demo-now")
        expect(now).not_to_be_empty()
        before = now.text_content() or ""
        self.page.get_by_role("button", name=f"Forward {step}").click()
        expect(now).not_to_have_text(before)

    def says_why(self, reason: str = "The person, or someone for them, contacted us") -> None:
        """As staff, on a case that asks why it is opened."""
        self.chooses(reason)
        self.page.get_by_role("button", name="Open the case").click()

    def chooses(self, choice: str) -> None:
        """One of a group: the round thing itself is drawn by its label."""
        self.page.locator("label").filter(has_text=choice).click()

    def chooses_among(self, question: str, choice: str) -> None:
        """One of those that stand side by side while they are few, in a list once they are many."""
        listed = self.page.get_by_label(question, exact=True).locator("option", has_text=choice)
        beside = self.page.locator("label").filter(has_text=choice)
        expect(listed.or_(beside).first).to_be_attached()
        if value := listed.get_attribute("value") if listed.count() else None:
            self.page.get_by_label(question, exact=True).select_option(value)
        else:
            beside.click()

    def finds_no_barrier(self) -> None:
        """No violation that axe can find on the page as it stands."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
        )
        barriers = [
            {"rule": v["id"], "where": [n["target"] for n in v["nodes"]][:3]}
            for v in found["violations"]
        ]
        assert barriers == [], json.dumps(barriers, indent=1)
