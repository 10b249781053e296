"""Help about estimates, saying what you think, other helpers, and words."""

from __future__ import annotations

from cx_app.language import _
from cx_app.services.help.shapes import Article, Figures, Part
from cx_app.settings import settings


def estimates(_f: Figures) -> Article:
    return Article(
        "how-sure-estimates-are",
        _("How sure is the estimate for my case?"),
        _(
            "It is a good guess and not a promise. We check each month how often we were right, "
            "and we show it to everyone."
        ),
        (
            Part(
                _("What it is made from"),
                (
                    _("We count what happened to cases like yours that waited as long as yours."),
                    _(
                        "Your country, faith or sex are never used. It does not say what is "
                        "decided."
                    ),
                ),
            ),
            Part(
                _("Why it is not the same as the general figure"),
                (
                    _(
                        "The general figure looks back at all cases that are done. Your estimate "
                        "looks ahead, and knows how long you have waited."
                    ),
                ),
            ),
            Part(
                _("Why it can change"),
                (
                    _("The office can get faster or slower. Your case page says what changed."),
                    _("Sometimes we say no date. Then too few cases are like yours."),
                ),
            ),
        ),
        (
            ("/accuracy", _("How right estimates were")),
            ("/processing-times", _("Processing times")),
        ),
        _("myProgress accurate wait how long time decision date"),
    )


def say_so(f: Figures) -> Article:
    return Article(
        "tell-us",
        _("How can I tell you what was good or bad?"),
        _(
            "Applicants, beneficiaries and attorneys can all write to us. You "
            "don’t need an account."
        ),
        (
            Part(
                _("You want an answer"),
                (
                    _(
                        "Send a complaint. It gets a reference number and a person who answers it "
                        "within {n} business days.",
                        n=f.support_days,
                    ),
                    _("It never changes how your case is decided."),
                ),
                who=_("Our support team, and a supervisor."),
            ),
            Part(
                _("You just want to say it"),
                (_("Tell us on the feedback page what went well and what did not."),),
            ),
            Part(
                _("You want to tell someone else"),
                (
                    _(
                        "{name} hears from people about us, and tells the agency what to do "
                        "better.",
                        name=settings.other_help_name,
                    ),
                ),
            ),
        ),
        (
            ("/help/support", _("Send a complaint or a question")),
            ("/feedback", _("Feedback")),
            ("/help/who-else", _("Who else can help")),
        ),
        _("complaint complain feedback survey unhappy rude unfair praise comment Ombudsman"),
    )


def who_else(_f: Figures) -> Article:
    return Article(
        "who-else",
        _("Who else can help?"),
        _("These people are not part of our offices. Ask them if we could not help you."),
        (
            Part(
                settings.other_help_name,
                (
                    _("They help if you tried with us first and it did not work."),
                    _("Before the inquiry date of your case they can most often not help."),
                ),
            ),
            Part(
                _("Legal help"),
                (
                    _("Only attorneys and accredited representatives may give you legal advice."),
                    _(
                        "A “notario” may not. Be careful with people who promise a result for "
                        "money."
                    ),
                ),
            ),
            Part(
                _("If you are not safe"),
                (_("Call 911 if you are in danger now. A hotline can help you make a plan."),),
            ),
        ),
        also=_("Ombudsman lawyer legal advice notario scam danger help outside"),
    )


def glossary(_f: Figures) -> Article:
    return Article(
        "glossary",
        _("Words we use"),
        _("Short meanings of words on our pages and in our letters."),
        (
            Part("A-Number", (_("A number for one person, from A and up to nine digits."),)),
            Part("ADIT", (_("A stamp that shows you are a permanent resident."),)),
            Part("ASC", (_("An office that takes your photo, your prints and your signature."),)),
            Part(
                _("Account Acceptance Notice"),
                (_("The letter with the code that links a paper form to your account."),),
            ),
            Part(_("Biometrics"), (_("Your photo, fingerprints and signature."),)),
            Part(
                _("Evidence request"),
                (_("A letter that asks you to send more papers by a set day."),),
            ),
            Part("G-28", (_("The form that lets an attorney act for you in one case."),)),
            Part(_("Good cause"), (_("A reason that is good enough to move an appointment."),)),
            Part(
                _("Inquiry date"),
                (_("The day from which we take questions about why a case takes so long."),),
            ),
            Part(
                _("Processing time"),
                (_("How long 80 of 100 cases took, from the day we got them to the decision."),),
            ),
            Part(
                _("Receipt number"),
                (_("The number of one case: three letters and ten digits."),),
            ),
        ),
        also=_("terms meaning definition dictionary abbreviations"),
    )
