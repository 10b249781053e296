"""Callbacks: calls that people asked for, and the texts ahead of them (docs/callbacks.md)."""
