"""The figures of the method, and the version that every estimate names. Measured choices; what
else was tried is in docs/myprogress.md."""

from __future__ import annotations

from typing import Final

VERSION: Final = "2"
"""Changes with anything that could change a published figure of the same counts."""

FORMS_ONLY: Final = "1"
"""The method before: no office had a pace of its own."""
VERSIONS: Final = (FORMS_ONLY, VERSION)
"""Methods whose tables this release reads: what differs between them was stored (MP-25)."""

# --- counting

SLICE: Final = 28
"""Days. Pace is counted in whole weeks, so that no window has one Monday more than another."""
WINDOWS: Final = (1, 2)
"""Recent pace: the last so many slices. Their curves are averaged."""
PAST: Final = 13
"""Slices looked back at, to learn how much pace moves."""
DAILY: Final = 56
"""Days of age counted one by one; older ages are counted in weeks."""
LONGEST: Final = 7_300
"""Days of age after which a case is no longer followed: a date that wrong says nothing."""

# --- pace by age

BORROWED: Final = 2_000
"""Case-days that a stratum borrows from the next wider one at each age, and a recent window from
the whole history of the form."""
SUPPORTED: Final = 500
"""Case-days a week at an age, in the form's history, below which nothing is said of that age
(MP-21)."""

# --- how much pace moves

SPAN: Final = 28
"""Days of age whose pace is looked at together, so that some ages getting faster and others slower
is not taken for a pace that stands still."""
LEANT: Final = 2
"""What the form's pace counts for in that of one of its offices, in slices of past windows."""
PRIOR_MOVE: Final = 0.8
"""How far pace moves, as a logarithm, where the form's own past says nothing yet."""
PRIOR_WEIGHT: Final = 16
"""What the prior counts for, in slices of past windows."""
LENGTHS: Final = (1, 2, 3, 4)
"""Past windows compared with what was expected of them, in slices. Each counts for its length."""
LEARNT: Final = 28
"""Days of age that were supported when a past window began. Before that nothing could be foreseen,
and comparing would only tell how short the history was."""
RECENT: Final = 3
"""Slices: windows that began in them tell which way pace is moving."""
CARRIED: Final = 0.25
"""So much of that move is expected to go on."""
NODES: Final = 7
"""Gauss-Hermite points for the uncertainty of pace."""
JUST_CHANGED: Final = 0.7
"""|log(observed / expected)| of the last slice above which pace has just changed (MP-23)."""

# --- when nothing is said

LEAST: Final = 30
"""Cases of the form, below which there is no estimate (MP-20)."""
NARROW: Final = 300
"""Cases of an office, category or stage, below which the next wider level speaks (MP-20)."""
TOO_LONG: Final = 0.93
"""Share of cases decided by an age above which a case takes longer than expected (MP-7, MP-24)."""
GREYED: Final = 14
"""Days: older counts are shown as old (MP-22)."""
STALE: Final = 45
"""Days: from older counts nothing is estimated (MP-22)."""

HORIZONS: Final = (30, 90, 180)
"""Days for which the chance is stated."""
QUANTILES: Final = (0.1, 0.5, 0.8, 0.9)
TAIL: Final = 28
"""Supported days whose pace stands for the ages beyond them where a score needs a whole curve.
Nothing that is shown comes from there."""
