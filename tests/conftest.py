"""Ground for all tests: a data folder of their own, both databases, nothing beyond loopback."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

DATA = Path(tempfile.mkdtemp(prefix="cx-tests-"))
OURS = (
    "CX_",
    "OIDC_",
    "SENDGRID_",
    "TWILIO_",
    "REDIS_",
    "CELERY_",
    "DATABASE_",
    "ENCRYPTION_",
    "HASH_",
)
SOAK = os.environ.get("CX_TEST_SOAK") == "1"
for name in [name for name in os.environ if name.startswith(OURS)]:
    del os.environ[name]
os.environ |= {"CX_DATA_DIR": str(DATA), "CX_PUBLIC_URL": "http://localhost:3000"}

import pytest  # noqa: E402
from hypothesis import HealthCheck  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402

from cx_app import database as portal_database  # noqa: E402
from cx_app import migrate  # noqa: E402
from cx_app.services.policy import current  # noqa: E402
from tests import postgres  # noqa: E402

for profile, examples in (("default", 50), ("soak", 5_000)):
    hypothesis_settings.register_profile(
        profile,
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
hypothesis_settings.load_profile("soak" if SOAK else "default")


def _loopback_only(event: str, args: tuple[object, ...]) -> None:
    """Refuse connections that leave the machine; what calls out belongs behind a gateway."""
    if event != "socket.connect" or not isinstance(args[1], tuple):
        return
    host = str(args[1][0])
    if host != "localhost" and not ip_address(host.partition("%")[0]).is_loopback:
        raise AssertionError(f"a test tried to reach {host}")


sys.addaudithook(_loopback_only)


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def soak() -> bool:
    """Whether there is time for long runs (CX_TEST_SOAK=1)."""
    return SOAK


def _prepare(url: str) -> None:
    """The schema as migrations make it, and the default rules."""
    portal_database.configure(url)
    migrate.upgrade()
    with portal_database.write() as session:
        current.seed(session)
    portal_database.configure(None)


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    path = DATA / "template.db"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres.server() as socket:
        postgres.administer(postgres.url(socket, "postgres"), "CREATE DATABASE cx_test")
        url = postgres.url(socket, "cx_test")
        _prepare(url)
        postgres.keep_rows(url)
        yield url


def _fresh_sqlite(template: Path) -> str:
    path = DATA / "portal.db"
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


def _fresh_postgres(url: str) -> str:
    postgres.restore_rows(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated, seeded and otherwise empty database; yields the kind it is."""
    kind: str = request.param
    if kind == "sqlite":
        url = _fresh_sqlite(request.getfixturevalue("sqlite_template"))
    else:
        url = _fresh_postgres(request.getfixturevalue("postgres_url"))
    portal_database.configure(url)
    yield kind
    portal_database.configure(None)
