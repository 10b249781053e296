"""Reflex settings; everything that differs between installations comes from `cx_app.settings`."""

import reflex as rx

from cx_app.build import SAME_ORIGIN, Languages, Published, SameOrigin, Theme
from cx_app.settings import settings

config = rx.Config(
    app_name="cx_app",
    plugins=[Theme(), Languages(), SameOrigin(), Published()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    api_url=SAME_ORIGIN,
    deploy_url=SAME_ORIGIN,
    telemetry_enabled=False,
    show_built_with_reflex=False,
    default_color_mode="light",
    cors_allowed_origins=[settings.public_origin],
    redis_url=settings.redis_url or None,
    **({} if settings.redis_url else {"state_manager_mode": "memory"}),
)
