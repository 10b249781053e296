"""How to hear of each kind of message, and in which language."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.domain.messages import Topic, Wishes
from cx_app.language import LANGUAGES, _, using
from cx_app.security import door
from cx_app.services.messages.preferences import choose, choose_for_all, choose_language
from cx_app.state.account.setting_words import ALL
from cx_app.state.account.settings import Section
from cx_app.state.call import do, language_of

LANGUAGE: Final = "language"


class WishesState(Section, rx.State):
    editing: str = ""
    """The kind whose form is open; one at a time."""
    saved: str = ""
    """The kind that was saved last."""

    @rx.event
    @door.customer
    async def edit(self, topic: str) -> Any:
        if topic not in (LANGUAGE, ALL, *Topic):
            return None
        self.editing, self.saved, self.said = topic, "", ""
        return rx.set_focus("language-title" if topic == LANGUAGE else "wish-title")

    @rx.event
    @door.customer
    async def cancel(self) -> Any:
        self.editing = ""
        return rx.set_focus("messages-title")

    @rx.event
    @door.customer
    async def save(self, form: dict[str, Any]) -> Any:
        topic = self.editing
        wish = Wishes(
            email=_ticked(form, "wish_email"),
            sms=_ticked(form, "wish_sms"),
            paper=_ticked(form, "wish_paper"),
            language=str(form.get("wish_language") or ""),
        )
        if topic == ALL:
            await do(self, choose_for_all, wish)
        elif topic in set(Topic):
            await do(self, choose, Topic(topic), wish)
        else:
            return None
        return await self._saved(topic)

    @rx.event
    @door.customer
    async def save_language(self, form: dict[str, Any]) -> Any:
        chosen = str(form.get("own_language") or "")
        if self.editing != LANGUAGE or chosen not in LANGUAGES:
            return None
        await do(self, choose_language, chosen)
        return await self._saved(LANGUAGE)

    async def _saved(self, topic: str) -> Any:
        self.editing, self.saved = "", topic
        with using(language_of(self)):
            self.said = _("Saved. It counts from the next message on.")
        await self._again()
        return rx.set_focus("language-said" if topic == LANGUAGE else "wish-said")


def _ticked(form: dict[str, Any], name: str) -> bool:
    """A box that is not ticked is sent as `False`, or not at all."""
    return form.get(name, False) not in (False, "", "false", None)
