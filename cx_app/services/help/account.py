"""Help about the account, the code and who sees what."""

from __future__ import annotations

from cx_app.language import _
from cx_app.services.help.shapes import Article, Figures, Part


def technical_support(f: Figures) -> Article:
    return Article(
        "technical-support",
        _("How do I get help with my online account?"),
        _(
            "It depends on what does not work. Passwords belong to the sign-in service. Codes and "
            "cases belong to us. Look for your problem below, or write to us."
        ),
        (
            Part(
                _("I forgot my password, or my account is locked"),
                (
                    _("Use “Forgot your password” on the page of the sign-in service."),
                    _("After too many wrong passwords, wait 20 minutes and try again."),
                ),
                who=_("The sign-in service. We do not know your password and can’t change it."),
            ),
            Part(
                _("The code for signing in does not come"),
                (
                    _(
                        "Look in your spam folder. Use a backup code if you have one. You get a "
                        "new backup code after you use it."
                    ),
                    _("You can choose another way to get the code in the sign-in service."),
                ),
                who=_("The sign-in service."),
            ),
            Part(
                _("My online access code does not work"),
                (
                    _(
                        "Codes never have 0, O, 1, I or L. A code works once and for {n} days. "
                        "Sign "
                        "in to ask for a new one.",
                        n=f.code_days,
                    ),
                    _(
                        "After {n} wrong tries we make you wait {minutes} minutes. What you typed "
                        "is kept.",
                        n=f.wrong_codes,
                        minutes=f.pause_minutes,
                    ),
                ),
                who=_("This portal. You can do it online."),
            ),
            Part(
                _("I have two accounts"),
                (
                    _(
                        "Two accounts can’t be made into one. Choose the one you want to keep. Add "
                        "your cases there with a new code."
                    ),
                ),
                who=_("You can do it online."),
            ),
            Part(
                _("A page does not work, or shows something wrong"),
                (
                    _(
                        "Write to us. You get a reference number at once and an answer within {n} "
                        "business days.",
                        n=f.support_days,
                    ),
                ),
                who=_("Our support team."),
            ),
        ),
        (("/help/support", _("Write to support")),),
        _(
            "password locked login log in sign in can’t get in blocked verification technical "
            "problem error two-factor coming"
        ),
    )


def codes(f: Figures) -> Article:
    return Article(
        "access-codes",
        _("What is an online access code?"),
        _("It links what you filed on paper to your online account. You need it only once."),
        (
            Part(
                _("Where the code is"),
                (
                    _(
                        "We mail a letter after we take in your paper form. It is called Account "
                        "Acceptance Notice. The code is in a box and has 12 letters and digits."
                    ),
                    _(
                        "If you are the beneficiary of a Form I-134A, the code comes by e-mail.",
                    ),
                ),
            ),
            Part(
                _("How long it works"),
                (
                    _("It works once, for {n} days from the date on the letter.", n=f.code_days),
                    _("If it is too old, sign in and ask for a new one."),
                ),
            ),
            Part(
                _("When a new code comes"),
                (
                    _(
                        "We mail it to the address we have on file, most often within {n} business "
                        "days.",
                        n=f.code_business_days,
                    ),
                    _("Did you move? Tell us first. A code goes only to the address on file."),
                ),
            ),
        ),
        (
            ("/account/codes/request", _("Ask for a new code")),
            ("/account/address", _("Tell us your new address")),
        ),
        _("lost letter expired old notice paper filing link moved"),
    )


def attorney(_f: Figures) -> Article:
    return Article(
        "attorney-got-the-code",
        _("My attorney got the code, and I did not"),
        _("You each have a code of your own. Ask for yours online. You don’t need your attorney."),
        (
            Part(
                _("Why there are two codes"),
                (
                    _("The code of your attorney opens the case in their account."),
                    _("Your code opens the case in your account. One does not work as the other."),
                ),
            ),
            Part(
                _("How to get yours"),
                (
                    _(
                        "Sign in and ask for a new code. Give the receipt number and your date of "
                        "birth. We mail it to your own home, never to your attorney."
                    ),
                ),
            ),
            Part(
                _("What stays the same"),
                (
                    _(
                        "Your attorney still sees the case and still gets the mail that they "
                        "get now."
                    ),
                ),
            ),
        ),
        (("/account/codes/request", _("Ask for a new code")),),
        _("lawyer representative G-28 applicant access code"),
    )


def who_sees(_f: Figures) -> Article:
    return Article(
        "who-sees-my-case",
        _("Who sees my case?"),
        _("You, the people who act for you, and staff who work on it. You can check it."),
        (
            Part(
                _("Accounts"),
                (
                    _(
                        "An account sees your case only if it was added with a code. Your case "
                        "page "
                        "shows who added it."
                    ),
                ),
            ),
            Part(
                _("Staff"),
                (
                    _(
                        "Each time staff open your case, we write it down. You see it under "
                        "Activity."
                    ),
                ),
            ),
        ),
        (("/account/activity", _("See who opened my case")),),
        _("privacy data staff opened activity"),
    )


def print_and_mail(_f: Figures) -> Article:
    return Article(
        "print-and-mail",
        _("Printing, and getting your notices by mail"),
        _("You don’t need a printer. You can ask for paper, or show the page on your phone."),
        (
            Part(
                _("Places to print"),
                (
                    _("Most public libraries print for a small fee. Some do it for free."),
                    _("Copy shops, post offices and community centers often print, too."),
                ),
                (
                    _("Sign out when you are done, and close the window."),
                    _("Take all your pages with you, and delete the saved file."),
                ),
            ),
            Part(
                _("Notices by mail"),
                (
                    _(
                        "Choose letters under Settings. We then mail each notice to the address we "
                        "have on file."
                    ),
                    _(
                        "For a biometrics notice, use the button “by mail” on the page of the "
                        "visit."
                    ),
                ),
            ),
        ),
        (("/account/settings", _("Choose how to get messages")),),
        _("printer paper letter post library copy"),
    )
