"""Sign-in and sign-out: the routes that set and clear the session cookie."""

from __future__ import annotations

import asyncio
import secrets
from datetime import timedelta
from functools import cache
from typing import Final
from urllib.parse import urlencode

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cx_app import database
from cx_app.api.posts import fields, session_of
from cx_app.domain.identity import SESSION_LIMIT, SIGN_IN_LIMIT, Actor, Client
from cx_app.gateways.identity_provider import (
    Identity,
    IdentityProvider,
    Oidc,
    Reason,
    SignInError,
    public_keys,
)
from cx_app.language import Language, _, href, known, using
from cx_app.models import SignInAttempt
from cx_app.security import door
from cx_app.security.cookies import SESSION_COOKIE, SIGN_IN_COOKIE, session_token
from cx_app.security.csrf import csrf_matches, from_here
from cx_app.security.network import network_of_request
from cx_app.security.pace import Pace
from cx_app.services.identity import sign_in as trips
from cx_app.services.identity.sessions import (
    SignedIn,
    end_all_sessions,
    end_session,
)
from cx_app.settings import settings

log = structlog.get_logger(__name__)
NO_STORE: Final = {"Cache-Control": "no-store"}
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
    attempt = await asyncio.to_thread(_burn, request.query_params.get("state", ""))
    lang = known(attempt.language if attempt else None)
    stray = attempt is None or SIGN_IN_COOKIE not in request.cookies
    if stray and (found := await asyncio.to_thread(session_of, request)):
        # Most likely the back button or a second tab: whoever is signed in stays so.
        return RedirectResponse(_home(found, lang), 303, NO_STORE)
    try:
        returned = _check(attempt, request)
        code = request.query_params.get("code", "")
        identity = await provider().finish(returned.client, code, returned.trip)
    except SignInError as problem:
        return _failed(problem, lang)
    opened = await asyncio.to_thread(_finish, identity, returned, request)
    if isinstance(opened, Reason):
        return _failed(SignInError(opened), lang)
    answer = RedirectResponse(opened.path or href("/account", lang), 303, NO_STORE)
    _forget(answer, SIGN_IN_COOKIE)
    _remember(answer, SESSION_COOKIE, opened.token, SESSION_LIMIT)
    return answer


@door.public
async def sign_out(request: Request) -> Response:
    """End the session here, or with `everywhere` all of this person's, then at the provider.

    A foreign form can't do it, and neither can a page that was opened in an earlier session.
    """
    given = await fields(request)
    lang = known(given.get("lang"))
    if not from_here(request):
        with using(lang):
            refused = _("To sign out, go to your account and choose “Sign out” there.")
        return PlainTextResponse(refused, 403, NO_STORE)
    found = await asyncio.to_thread(session_of, request)
    if found is not None:
        if not csrf_matches(str(found.actor.session_id), given.get("csrf", "")):
            return _problem(Reason.OTHER_SESSION, lang)
        await asyncio.to_thread(_end, found.actor, everywhere="everywhere" in given)
    client = found.client if found else Client.PEOPLE
    back = settings.public_origin + href("/signed-out", lang)
    leave = await provider().sign_out_address(client, back, secrets.token_urlsafe(16), lang)
    answer = RedirectResponse(leave or back, 303, NO_STORE)
    _forget(answer, SESSION_COOKIE)
    return answer


@door.public
async def keys(_request: Request) -> Response:
    """The portal's public keys, for the provider."""
    return JSONResponse(public_keys(settings))


async def _begin(request: Request, client: Client) -> Response:
    lang = known(request.query_params.get("lang"))
    if not starts.allows(network_of_request(request)):
        return _busy(lang)
    begun = await asyncio.to_thread(_start, client, request, lang)
    try:
        address = await provider().start(client, begun.trip, lang)
    except SignInError as problem:
        return _failed(problem, lang)
    answer = RedirectResponse(address, 303, NO_STORE)
    _remember(answer, SIGN_IN_COOKIE, begun.browser_token, SIGN_IN_LIMIT)
    return answer


def _check(attempt: SignInAttempt | None, request: Request) -> trips.Returned:
    """The attempt that came back. Raises `SignInError`; a provider's own error counts only when
    the rest is right."""
    query = request.query_params
    browser_token = request.cookies.get(SIGN_IN_COOKIE, "")
    returned = trips.check_return(attempt, query.get("state", ""), browser_token)
    if query.get("iss", issuer := provider().issuer) != issuer:  # RFC 9207
        raise SignInError(Reason.MISMATCH, "iss")
    if error := query.get("error"):
        cancelled = error in {"access_denied", "login_required"}
        raise SignInError(Reason.CANCELLED if cancelled else Reason.PROVIDER_REFUSED, error)
    return returned


def _home(found: SignedIn, lang: Language) -> str:
    return "/officer" if found.actor.role.is_staff else href("/account", lang)


def _failed(problem: SignInError, lang: Language) -> Response:
    log.warning("sign_in.failed", reason=str(problem.reason), detail=str(problem)[:200])
    return _problem(problem.reason, lang)


def _problem_page(reason: Reason, lang: Language) -> str:
    return f"{href('/sign-in-problem', lang)}?{urlencode({'reason': str(reason)})}"


def _problem(reason: Reason, lang: Language) -> Response:
    return RedirectResponse(_problem_page(reason, lang), 303, NO_STORE)


def _busy(lang: Language) -> Response:
    """429 for programs; browsers go on to the page that explains it."""
    page = _problem_page(Reason.BUSY, lang)
    headers = {**NO_STORE, "Retry-After": "60", "Refresh": f"0; url={page}"}
    with using(lang):
        busy = _("Too many sign-ins from this network. Please wait a minute and try again.")
    return PlainTextResponse(busy, 429, headers)


def _remember(answer: Response, name: str, value: str, limit: timedelta) -> None:
    seconds = int(limit.total_seconds())
    answer.set_cookie(
        name, value, max_age=seconds, secure=settings.secure, httponly=True, samesite="lax"
    )


def _forget(answer: Response, name: str) -> None:
    answer.delete_cookie(name, secure=settings.secure, httponly=True, samesite="lax")


def _start(client: Client, request: Request, lang: Language) -> trips.Begun:
    wanted = request.query_params.get("next", "")
    with database.write() as session:
        return trips.begin(session, client, wanted, lang, request.cookies.get(SIGN_IN_COOKIE, ""))


def _burn(state: str) -> SignInAttempt | None:
    with database.write() as session:
        return trips.burn(session, state)


def _finish(
    identity: Identity, returned: trips.Returned, request: Request
) -> trips.Opened | Reason:
    network, old_token = network_of_request(request), session_token(request)
    with database.write() as session:
        return trips.finish(session, identity, returned, network, old_token)


def _end(actor: Actor, *, everywhere: bool) -> None:
    with database.write() as session:
        if everywhere:
            end_all_sessions(session, actor.account_id, "signed_out_everywhere")
        end_session(session, actor, "signed_out")


routes: Final = [
    Route("/sign-in", sign_in, methods=["GET"]),
    Route("/staff/sign-in", staff_sign_in, methods=["GET"]),
    Route("/sign-in/callback", callback, methods=["GET"]),
    Route("/sign-out", sign_out, methods=["POST"]),
    Route("/oidc/jwks.json", keys, methods=["GET"]),
]
