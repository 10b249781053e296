"""Help about calls, visits, and what goes by phone. Causes and reasons are those of the forms."""

from __future__ import annotations

from cx_app.domain.appointment_requests import RequestReason
from cx_app.language import _, language
from cx_app.services.appointment_requests.reasons import REASONS
from cx_app.services.biometrics.words import CAUSES
from cx_app.services.help.shapes import Article, Figures, Part


def text_ahead(f: Figures) -> Article:
    return Article(
        "text-before-a-call",
        _("How much notice do I get before you call me?"),
        _(
            "If you agree to texts, we ask first. You have about {answer} minutes to answer. Say "
            "yes, and we call you within {call} minutes.",
            answer=f.answer_minutes,
            call=f.call_minutes,
        ),
        (
            Part(
                _("What happens, step by step"),
                points=(
                    _(
                        "We send you a text: can you talk in the next {n} minutes?",
                        n=f.call_minutes,
                    ),
                    _("Answer 1 for yes or 2 for no. The words yes and no work, too."),
                    _("After a yes, an officer calls within {n} minutes.", n=f.call_minutes),
                    _(
                        "After a no, or no answer, we try again later. We send {n} texts.",
                        n=f.texts,
                    ),
                ),
            ),
            Part(
                _("If you miss it"),
                (
                    _("We call you once without a text. After that your request waits for you."),
                    _("You don’t have to start again. You can put it back in line."),
                ),
            ),
            Part(
                _("Texts are up to you"),
                (
                    _("We text only if you agree. Reply STOP to end it. Then we just call you."),
                    _("A text never has your name, your case or the reason in it."),
                ),
            ),
        ),
        also=_("callback contact center SMS text message phone call how long notice"),
    )


def other_visits(f: Figures) -> Article:
    return Article(
        "move-an-appointment",
        _("Can I move an appointment that is not for biometrics?"),
        _(
            "Not online. Interviews and other visits that we set for you are moved by phone. "
            "Biometrics you can move online."
        ),
        (
            Part(
                _("An interview, or another visit that we set"),
                (
                    _("Call us before the day of the visit. Have your receipt number ready."),
                    _("An officer looks at your reason and gives you another time."),
                ),
                who=_("An officer on the phone."),
            ),
            Part(
                _("A visit that you asked for"),
                (
                    _("You can cancel it online and print the letter again."),
                    _("For another time, call us. An officer moves it while you are on the phone."),
                ),
                who=_("You can do it online."),
            ),
            Part(
                _("A biometrics appointment"),
                (
                    _(
                        "You can move it online up to {hours} hours before it starts, if you have "
                        "good cause. You can do this {n} times. After that, call us.",
                        hours=f.move_hours,
                        n=f.moves,
                    ),
                ),
                who=_("You can do it online."),
            ),
        ),
        (
            ("/account/appointments", _("My visits")),
            ("/help/good-cause", _("What counts as good cause")),
        ),
        _("interview InfoPass reschedule change move date cancel another day not biometrics"),
    )


def by_phone(_f: Figures) -> Article:
    return Article(
        "by-phone",
        _("What can’t be done online, and who does it"),
        _("Some things need a person. This page says which, and whom to call."),
        (
            Part(
                _("By phone with us"),
                points=(
                    _("Moving an interview or an oath"),
                    _("A visit for a reason that is not on the online list"),
                    _("An appointment that starts too soon to be moved online"),
                    _("Forms for adoption from other countries"),
                ),
                who=_("Officers on the phone."),
            ),
            Part(
                _("By mail"),
                (_("Answers to a letter that asks you for papers go where the letter says."),),
                who=_("The office on the letter."),
            ),
            Part(
                _("Somewhere else"),
                (
                    _(
                        "The court decides about a case before a judge. The consulate decides "
                        "about a visa outside the United States."
                    ),
                ),
                who=_("The court, or the consulate."),
            ),
            Part(
                _("If you are deaf or hard of hearing"),
                (_("Call 711 for a relay service, and give them our number."),),
            ),
        ),
        also=_("telephone hours number call contact TTY relay outside"),
    )


def good_cause(f: Figures) -> Article:
    return Article(
        "good-cause",
        _("What is good cause to move a biometrics appointment?"),
        _(
            "A reason from this list. You can move the appointment online until {n} hours before "
            "it starts.",
            n=f.move_hours,
        ),
        tuple(
            Part(_(label), (_(hint),) if hint else (), only=f"cause:{cause.value}")
            for cause, (label, hint) in CAUSES.items()
        ),
        (("/account/biometrics", _("My biometrics appointments")),),
        _("reasons reschedule sick travel wedding funeral work fingerprints"),
    )


def reasons(f: Figures) -> Article:
    return Article(
        "reasons-for-a-visit",
        _("For which reasons can I ask for a visit?"),
        _(
            "For those on this list. Under each you see who gets a visit for it, and what most "
            "often happens. Are you outside the list? Call us."
        ),
        tuple(
            Part(
                _(REASONS[reason].title),
                (f.criteria[language()][reason.value], _(REASONS[reason].usually)),
                tuple(_(one) for one in REASONS[reason].bring),
                only=f"reason:{reason.value}",
            )
            for reason in RequestReason
            if reason in REASONS
        ),
        (("/appointments/request", _("Ask for a visit")),),
        _("appointment office ADIT stamp emergency advance parole criteria bring"),
    )
