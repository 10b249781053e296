"""Use cases: authorise, load, decide, change, audit, outbox. One use case, one file.

A service receives an open session and never commits. A refusal is a returned value that is
committed with its counters; exceptions roll back.
"""
