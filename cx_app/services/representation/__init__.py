"""Attorneys, accredited representatives and their paralegals, and what they may do for clients."""
