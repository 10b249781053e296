"""Files that people send with a request for a visit (docs/adr/0023)."""
