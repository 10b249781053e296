"""CX Portal: one Reflex codebase for applicants, their representatives and officers."""
