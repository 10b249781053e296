"""myProgress: how long a case may still wait, from counts of how long others waited.

No database, no clock, no person: counts by age go in, an estimate or a reason for none comes out.
`history` holds what is counted, `table` a day's counts, `estimate` one case's answer, `ledger` why
it moved, `backtest` how right it would have been. docs/myprogress.md has the method and figures."""
