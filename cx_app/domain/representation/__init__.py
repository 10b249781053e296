"""Form G-28: who may act for whom in which case (REP-1 to REP-12)."""
