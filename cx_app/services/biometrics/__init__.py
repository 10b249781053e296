"""Biometrics appointments: show, move, ask for another cause, the notice to bring.

The times are those of `offices`; whoever comes, the party of a case, is the subject of a booking.
"""
