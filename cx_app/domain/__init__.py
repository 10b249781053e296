"""The rules: pure functions, enumerations and frozen dataclasses. Imports nothing of ours."""
