"""Sign-in and sign-out: the routes that set and clear the session cookie."""

from __future__ import annotations

import asyncio
import secrets
from functools import cache
from typing import Final
from urllib.parse import parse_qs, urlencode

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.domain.identity import SESSION_LIMIT, SIGN_IN_LIMIT, Actor, Client
from cx_app.gateways.identity_provider import (
    Identity,
    IdentityProvider,
    Oidc,
    Reason,
    SignInError,
    public_keys,
)
from cx_app.language import Language, href, known
from cx_app.models import SignInAttempt
from cx_app.security import door
from cx_app.security.cookies import SESSION_COOKIE, SIGN_IN_COOKIE, session_token
from cx_app.security.csrf import csrf_matches
from cx_app.security.network import network_of_request
from cx_app.security.pace import Pace
from cx_app.services.identity import sign_in as trips
from cx_app.services.identity.sessions import end_session, find_session
from cx_app.settings import settings

log = structlog.get_logger(__name__)
NO_STORE: Final = {"Cache-Control": "no-store"}
MAX_FORM: Final = 10_000
starts = Pace(per_minute=trips.STARTS_PER_MINUTE)


@cache
def provider() -> IdentityProvider:
    return Oidc(settings)


@door.public
async def sign_in(request: Request) -> Response:
    """To the provider, as a person or a representative."""
    return await _begin(request, Client.PEOPLE)


@door.public
async def staff_sign_in(request: Request) -> Response:
    """To the provider, as staff: a client of its own that asks for a stronger sign-in."""
    return await _begin(request, Client.STAFF)


@door.public
async def callback(request: Request) -> Response:
    """Back from the provider: burn the state, then check everything, then open a session."""
    state = request.query_params.get("state", "")
    browser_token = request.cookies.get(SIGN_IN_COOKIE, "")
    attempt = await asyncio.to_thread(_burn, state)
    lang = known(attempt.language if attempt else None)
    try:
        returned = trips.check_return(attempt, state, browser_token)
        if error := request.query_params.get("error"):
            cancelled = error in {"access_denied", "login_required"}
            raise SignInError(Reason.CANCELLED if cancelled else Reason.PROVIDER_REFUSED, error)
        code = request.query_params.get("code", "")
        identity = await provider().finish(returned.client, code, returned.trip)
        token, path = await asyncio.to_thread(_finish, identity, returned, request)
    except SignInError as problem:
        log.warning("sign_in.failed", reason=str(problem.reason), detail=str(problem)[:200])
        return _problem(problem.reason, lang)
    answer = RedirectResponse(path or href("/account", lang), 303, NO_STORE)
    answer.delete_cookie(SIGN_IN_COOKIE, path="/sign-in")
    answer.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(SESSION_LIMIT.total_seconds()),
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
    return answer


@door.public
async def sign_out(request: Request) -> Response:
    """End the session here, then at the provider. A foreign form can't do it."""
    body = (await request.body())[:MAX_FORM]
    given = parse_qs(body.decode("utf-8", "replace"))
    lang = known(given.get("lang", [""])[0])
    found = await asyncio.to_thread(_session_of, request)
    if found is not None:
        if not csrf_matches(str(found.session_id), given.get("csrf", [""])[0]):
            return Response("This form is not from here.", 403, NO_STORE)
        await asyncio.to_thread(_end, found)
    client = Client.STAFF if found is not None and found.role.is_staff else Client.PEOPLE
    back = settings.public_origin + href("/signed-out", lang)
    leave = await provider().sign_out_address(client, back, secrets.token_urlsafe(16))
    answer = RedirectResponse(leave or back, 303, NO_STORE)
    answer.delete_cookie(SESSION_COOKIE, path="/", secure=settings.secure, httponly=True)
    return answer


@door.public
async def keys(_request: Request) -> Response:
    """The portal's public keys, for the provider."""
    return JSONResponse(public_keys(settings))


async def _begin(request: Request, client: Client) -> Response:
    lang = known(request.query_params.get("lang"))
    if not starts.allows(network_of_request(request)):
        return _problem(Reason.BUSY, lang)
    wanted = request.query_params.get("next", "")
    begun = await asyncio.to_thread(_start, client, wanted, lang)
    try:
        address = await provider().start(client, begun.trip, lang)
    except SignInError as problem:
        log.warning("sign_in.failed", reason=str(problem.reason), detail=str(problem)[:200])
        return _problem(problem.reason, lang)
    answer = RedirectResponse(address, 303, NO_STORE)
    answer.set_cookie(
        SIGN_IN_COOKIE,
        begun.browser_token,
        max_age=int(SIGN_IN_LIMIT.total_seconds()),
        path="/sign-in",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
    return answer


def _problem(reason: Reason, lang: Language) -> Response:
    query = urlencode({"reason": str(reason)})
    return RedirectResponse(f"{href('/sign-in-problem', lang)}?{query}", 303, NO_STORE)


def _start(client: Client, wanted: str, lang: Language) -> trips.Begun:
    with database.write() as session:
        return trips.begin(session, client, wanted, lang)


def _burn(state: str) -> SignInAttempt | None:
    with database.write() as session:
        return trips.burn(session, state)


def _finish(identity: Identity, returned: trips.Returned, request: Request) -> tuple[str, str]:
    with database.write() as session:
        return trips.finish(session, identity, returned, network_of_request(request))


def _session_of(request: Request) -> Actor | None:
    with database.read() as session:
        found = find_session(session, session_token(request), network_of_request(request))
    return found.actor if found else None


def _end(actor: Actor) -> None:
    with database.write() as session:
        end_session(session, actor, "signed_out")


routes: Final = [
    Route("/sign-in", sign_in, methods=["GET"]),
    Route("/staff/sign-in", staff_sign_in, methods=["GET"]),
    Route("/sign-in/callback", callback, methods=["GET"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/oidc/jwks.json", keys, methods=["GET"]),
]
