"""Visitors type their code here: the proof gives the browser a cookie, which only HTTP can set."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.posts import fields, visitor_of
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import _, href, known, using
from cx_app.security import door
from cx_app.security.cookies import VISITOR_COOKIE
from cx_app.security.csrf import csrf_matches, from_here
from cx_app.security.network import network_of_request
from cx_app.services.policy.current import policy
from cx_app.services.visitors.passes import Wrong, end, prove
from cx_app.settings import settings

NO_STORE: Final = {"Cache-Control": "no-store"}
ASK: Final = "/appointments/request"
LOOK_UP: Final = "/appointments/look-up"
SUPPORT: Final = "/help/support"
PLACES: Final = frozenset({ASK, LOOK_UP, SUPPORT})


@door.public
async def proof(request: Request) -> Response:
    """Back to the page: with the cookie when the code was right, else with a word why not."""
    given = await fields(request)
    lang = known(given.get("lang"))
    place = given.get("next", "")
    back = href(place if place in PLACES else ASK, lang)
    if not from_here(request):
        with using(lang):
            return PlainTextResponse(_("Open the page again, and type the code there."), 403)
    network = network_of_request(request)
    try:
        pass_id = UUID(given.get("pass", ""))
    except ValueError:
        return RedirectResponse(f"{back}?problem={Wrong.EXPIRED}", 303, NO_STORE)
    proven = await asyncio.to_thread(_prove, pass_id, given.get("code", ""), network)
    if isinstance(proven, Wrong):
        return RedirectResponse(f"{back}?problem={proven}", 303, NO_STORE)
    answer = RedirectResponse(back, 303, NO_STORE)
    seconds = int((await asyncio.to_thread(_lasts)).total_seconds())
    answer.set_cookie(
        VISITOR_COOKIE,
        proven,
        max_age=seconds,
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
    return answer


@door.public
async def leave(request: Request) -> Response:
    """The pass ends here, and with it what was typed and not sent."""
    given = await fields(request)
    actor = await asyncio.to_thread(visitor_of, request)
    if (
        actor is not None
        and from_here(request)
        and csrf_matches(str(actor.session_id), given.get("csrf", ""))
    ):
        await asyncio.to_thread(_end, actor)
    answer = RedirectResponse(href("/", known(given.get("lang"))), 303, NO_STORE)
    answer.delete_cookie(VISITOR_COOKIE, secure=settings.secure, httponly=True, samesite="lax")
    return answer


def _prove(pass_id: UUID, code: str, network: str) -> str | Wrong:
    with database.write() as session:
        return prove(session, pass_id, code, network)


def _lasts() -> timedelta:
    with database.read() as session:
        return policy(session, clock.business(session)).visitors.lasts


def _end(actor: Actor) -> None:
    with database.write() as session:
        end(session, actor)


routes: Final = [
    Route("/appointments/proof", proof, methods=["POST"]),
    Route("/appointments/leave", leave, methods=["POST"]),
]
