"""Who holds which role."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from cx_app import database
from cx_app.cli.console import fail, myself, out
from cx_app.domain.business_time import eastern_date
from cx_app.domain.identity import Role
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.identity import grants
from cx_app.services.identity.grants import GRANTABLE
from cx_app.services.keys.start import ready
from cx_app.settings import settings

app = typer.Typer(help="Who holds which role.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(metavar="EMAIL_OR_SUBJECT")]
RoleName = Annotated[str, typer.Argument(metavar="ROLE", help=", ".join(GRANTABLE))]
Issuer = Annotated[str, typer.Option(help="The identity provider, if not the one in settings.")]


@app.command("grant")
def grant_command(who: Who, role: RoleName, issuer: Issuer = settings.issuer) -> None:
    """Give a role. A subject may get one before signing in for the first time."""
    granted = _role(role)
    ready()
    with database.write() as session:
        account = grants.account_of(session, issuer, who)
        account = account or grants.ensure_account(session, issuer, who)
        new = grants.grant(session, SYSTEM_ACTOR, account, granted, myself())
    out.print(f"{who} {'now holds' if new else 'already held'} the role {role}.", markup=False)


@app.command("revoke")
def revoke_command(who: Who, role: RoleName, issuer: Issuer = settings.issuer) -> None:
    """Take a role away; whoever held it is signed out."""
    revoked = _role(role)
    ready()
    with database.write() as session:
        account = grants.account_of(session, issuer, who)
        held = account is not None and grants.revoke(session, SYSTEM_ACTOR, account, revoked)
    if not held:
        fail(f"{who} does not hold the role {role}")
    out.print(f"{who} no longer holds the role {role}.", markup=False)


@app.command("list")
def list_command() -> None:
    """Every role that is held now."""
    table = Table("Role", "Subject", "Name", "Granted by", "On")
    with database.read() as session:
        for grant in grants.granted(session):
            day = eastern_date(grant.granted_at).isoformat()
            table.add_row(grant.role, grant.subject, grant.name, grant.granted_by, day)
    out.print(table)


def _role(name: str) -> Role:
    if name not in GRANTABLE:
        fail(f"there is no role {name}; roles are {', '.join(GRANTABLE)}")
    return Role(name)
