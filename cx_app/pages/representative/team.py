"""The team of a representative and its paralegals (REP-8 to REP-10)."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, slim_alert, tag, when_loaded
from cx_app.components.dialog import cancel_button, question
from cx_app.components.fields import Choice, radio_group, submit, text_field
from cx_app.domain.representation.teams import TeamRole
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.representative.links import office_links
from cx_app.services.representation.team import PAGE, InvitationLine, InvitedLine, MemberLine
from cx_app.state.representative.team import TeamState
from cx_app.state.session import SessionState

UNSTYLED = "usa-button usa-button--unstyled"


@portal_page(
    PAGE,
    title="Team",
    audience=Audience.CUSTOMER,
    on_load=[TeamState.load],
    crumbs=[("/attorney", "Clients")],
)
def team() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Team")),
        rx.cond(SessionState.represents, office_links(PAGE)),
        when_loaded(TeamState.loaded, _page(), label=_("Loading your team"), lines=6),
    )


def _page() -> rx.Component:
    state = TeamState
    return rx.fragment(
        rx.cond(state.said, slim_alert("success", state.said, id="team-said")),
        rx.cond(state.refused, slim_alert("warning", state.refused, id="team-refused")),
        rx.foreach(state.waiting, _invited),
        rx.cond(
            state.team.members.length() > 0,
            _team(),
            rx.cond(state.may_make, _make(), _none()),
        ),
        rx.cond(state.leaving.id, _sure()),
    )


def _none() -> rx.Component:
    """Somebody with an invitation has one thing to do, which stands above."""
    return rx.cond(
        TeamState.waiting.length() == 0,
        empty(
            _("You are in no team. A representative invites you by e-mail."),
            rx.el.a(_("Go to my cases"), href=href("/account"), class_name="usa-button"),
        ),
    )


def _invited(one: InvitedLine) -> rx.Component:
    return card(
        rx.el.h2(one.team, " ", _("invites you")),
        rx.el.p(
            rx.cond(
                one.role == TeamRole.PARALEGAL.value,
                _(
                    "As a paralegal you see the clients of the team’s representatives and prepare "
                    "what they send."
                ),
                _(
                    "As a representative you share paralegals with the team. Each client signs a "
                    "Form G-28 for you before you see their case."
                ),
            )
        ),
        rx.el.p(_("Please answer by"), " ", rx.el.strong(one.until), "."),
        rx.el.div(
            rx.el.button(
                _("Join the team"),
                type="button",
                on_click=TeamState.accept(one.id),
                class_name="usa-button",
            ),
            rx.el.button(
                _("No, thank you"),
                type="button",
                on_click=TeamState.decline(one.id),
                class_name="usa-button usa-button--outline",
            ),
            class_name="cx-inline",
        ),
    )


def _make() -> rx.Component:
    return card(
        rx.el.h2(_("Make a team")),
        rx.el.p(
            _(
                "In a team, paralegals prepare work for your clients, and you send it. Other "
                "representatives see your clients only with a Form G-28 of their own."
            )
        ),
        rx.el.form(
            text_field(
                "team_name",
                _("Name of your office"),
                hint=_("The people you invite read it."),
                max_length=120,
                auto_complete="organization",
            ),
            submit(_("Make the team")),
            on_submit=TeamState.make,
            class_name="usa-form cx-form",
            no_validate=True,
        ),
    )


def _team() -> rx.Component:
    team = TeamState.team
    return rx.fragment(
        rx.el.h2(team.name),
        rx.el.ul(
            rx.foreach(team.members, _member), class_name="cx-rows", aria_label=_("Who is in it")
        ),
        rx.cond(
            team.runs,
            rx.fragment(
                rx.cond(
                    team.invitations.length() > 0,
                    rx.fragment(
                        rx.el.h2(_("Invited")),
                        rx.el.ul(
                            rx.foreach(team.invitations, _invitation),
                            class_name="cx-rows",
                            aria_label=_("Invited"),
                        ),
                    ),
                ),
                _invite(),
            ),
        ),
    )


def _member(one: MemberLine) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(one.name),
            " ",
            tag(_role(one.role)),
            rx.cond(one.own, rx.fragment(" ", tag(_("You"), "you"))),
            class_name="cx-rows__head",
        ),
        rx.el.p(_("Since"), " ", one.since, class_name="cx-card__meta"),
        rx.cond(
            one.can_end,
            rx.el.div(
                rx.el.button(
                    rx.cond(one.own, _("Leave the team"), _("Take out of the team")),
                    rx.el.span(" ", one.name, class_name="usa-sr-only"),
                    type="button",
                    on_click=TeamState.ask_to_leave(one.id),
                    class_name=UNSTYLED,
                ),
                class_name="cx-rows__acts",
            ),
        ),
        class_name="cx-rows__row",
    )


def _invitation(one: InvitationLine) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.strong(one.email), " ", tag(_role(one.role)), class_name="cx-rows__head"),
        rx.el.p(_("Good until"), " ", one.until, class_name="cx-card__meta"),
        rx.el.div(
            rx.el.button(
                _("Take the invitation back"),
                rx.el.span(" ", one.email, class_name="usa-sr-only"),
                type="button",
                on_click=TeamState.take_back(one.id),
                class_name=UNSTYLED,
            ),
            class_name="cx-rows__acts",
        ),
        class_name="cx-rows__row",
    )


def _invite() -> rx.Component:
    key = TeamState.form_key
    return card(
        rx.el.h2(_("Invite somebody")),
        rx.el.form(
            text_field(
                "team_email",
                _("E-mail address"),
                hint=_("They sign in with this address to join."),
                error=TeamState.email_error,
                key=key,
                max_length=254,
                input_mode="email",
                auto_capitalize="none",
                spell_check=False,
            ),
            radio_group(
                "team_role",
                _("What they do"),
                [
                    Choice(
                        TeamRole.PARALEGAL.value,
                        _("Paralegal"),
                        _("Sees the team’s clients and prepares. Never signs or sends."),
                    ),
                    Choice(
                        TeamRole.REPRESENTATIVE.value,
                        _("Representative"),
                        _("Signs and sends for clients who signed a Form G-28 for them."),
                    ),
                ],
                value=TeamRole.PARALEGAL.value,
                key=key,
            ),
            submit(_("Send the invitation")),
            on_submit=TeamState.invite,
            class_name="usa-form cx-form",
            no_validate=True,
        ),
    )


def _sure() -> rx.Component:
    one = TeamState.leaving
    return question(
        "leave",
        rx.cond(one.own, _("Leave the team?"), _("Take them out of the team?")),
        rx.el.p(
            rx.cond(
                one.own,
                _("You stop at once. To come back, you need a new invitation."),
                one.name
                + " "
                + _("stops at once, in pages that are open too. You can invite them again."),
            )
        ),
        rx.el.div(
            rx.el.button(
                rx.cond(one.own, _("Yes, leave"), _("Yes, take them out")),
                type="button",
                on_click=TeamState.leave,
                class_name="usa-button",
            ),
            cancel_button(TeamState.keep, _("Cancel")),
            class_name="cx-dialog__buttons",
        ),
    )


def _role(role: rx.Var[str]) -> rx.Component:
    return rx.cond(role == TeamRole.PARALEGAL.value, _("Paralegal"), _("Representative"))
