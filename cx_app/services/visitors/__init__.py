"""People who ask without an account: a pass, proven by a one-time code (docs/adr/0023)."""
