"""HTTP that is not a page."""

from starlette.routing import Route

from cx_app.api import demo, health, sign_in, webhooks

ROUTES: list[Route] = [*health.routes, *sign_in.routes, *demo.routes, *webhooks.routes]
