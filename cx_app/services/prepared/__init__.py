"""What paralegals prepare for clients, and representatives review and submit (REP-40 to REP-42)."""
