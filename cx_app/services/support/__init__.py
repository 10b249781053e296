"""Questions about the account, and complaints: asked, worked, answered (SUP-1 to SUP-6)."""
