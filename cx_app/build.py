"""What the production build adds to Reflex's own: languages, one build for any address, CSP.

Internal names of Reflex that the portal leans on live here and in `serve.py`, nowhere else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any, Final

from reflex.utils.prerequisites import get_web_dir
from reflex_base.plugins import Plugin

from cx_app import theme

SAME_ORIGIN: Final = "http://same-origin.invalid"
PLACEHOLDER: Final = "_"
MANIFEST: Final = "portal-build.json"
THEME_SOURCES: Final = Path(__file__).resolve().parent.parent / "assets" / "theme"
_PARAMETER: Final = re.compile(r"\[[^\]]+\]")
_INLINE_SCRIPT: Final = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


def placeholder(route: str) -> str:
    """The prerendered stand-in of a dynamic route: `/account/cases/[case_id]` -> `…/_`."""
    return "/" + _PARAMETER.sub(PLACEHOLDER, route).strip("/")


class Languages(Plugin):
    """Prerenders dynamic routes too, and gives every document the language of its route."""

    def pre_compile(self, **context: Any) -> None:
        dynamic = [placeholder(p.route) for p in context["unevaluated_pages"] if "[" in p.route]

        def prerender(text: str) -> str:
            paths = f"async ({{getStaticPaths}}) => [...getStaticPaths(), ...{json.dumps(dynamic)}]"
            return _replace(text, '"prerender": true', f'"prerender": {paths}')

        def lang(text: str) -> str:
            text = f'import {{useLocation}} from "react-router"\n{text}'
            spoken = r'/^\/es(\/|$)/.test(useLocation().pathname) ? "es" : "en"'
            return _replace(text, 'lang:"en"', f"lang:{spoken}")

        context["add_modify_task"]("react-router.config.js", prerender)
        context["add_modify_task"]("app/_document.js", lang)


class SameOrigin(Plugin):
    """The browser talks to the address it came from, so that one build serves any address."""

    def post_build(self, **context: Any) -> None:
        static: Path = context["static_dir"]
        found = list(static.glob("assets/reflex-env-*.js"))
        if len(found) != 1:
            raise RuntimeError(f"expected one reflex-env asset, found {len(found)}")
        text = found[0].read_text()
        text = text.replace(
            f"`{SAME_ORIGIN.replace('http', 'ws', 1)}", '`${location.origin.replace(/^http/,"ws")}'
        )
        text = text.replace(f"`{SAME_ORIGIN}", "`${location.origin}")
        if SAME_ORIGIN.split("//")[1] in text:
            raise RuntimeError("the build still names its placeholder address")
        found[0].write_text(text)
        found[0].with_name(found[0].name + ".gz").unlink(missing_ok=True)


class Published(Plugin):
    """Writes what the server must know of the build: the hashes of its inline scripts."""

    def post_build(self, **context: Any) -> None:
        static: Path = context["static_dir"]
        hashes = {
            f"/{page.relative_to(static).as_posix()}": sorted(map(_sha256, scripts))
            for page in static.rglob("*.html")
            if (scripts := set(_INLINE_SCRIPT.findall(page.read_text())))
        }
        (static.parent / MANIFEST).write_text(json.dumps({"script_hashes": hashes}))


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class Theme(Plugin):
    """Compiles the USWDS theme with only the components in use, after npm has installed it."""

    def get_frontend_development_dependencies(self, **context: Any) -> tuple[str, ...]:
        return theme.PACKAGES

    def get_stylesheet_paths(self, **context: Any) -> list[str]:
        return [f"./{theme.SHEET.name}"]

    def get_static_assets(self, **context: Any) -> list[tuple[Path, str | bytes]]:
        return [(theme.SHEET, theme.sheet(THEME_SOURCES, get_web_dir()))]

    def post_build(self, **context: Any) -> None:
        """The sources lie in `assets`, which Reflex publishes whole; browsers have no use for
        them."""
        shutil.rmtree(context["static_dir"] / THEME_SOURCES.name, ignore_errors=True)


def _replace(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise RuntimeError(f"Reflex's output changed: expected {old!r} once, a pin has moved?")
    return text.replace(old, new)
