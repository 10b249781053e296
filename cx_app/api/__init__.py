"""HTTP that is not a page."""

from starlette.routing import Route

from cx_app.api import audit, demo, health, sign_in

ROUTES: list[Route] = [*health.routes, *sign_in.routes, *audit.routes, *demo.routes]
