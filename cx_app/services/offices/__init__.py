"""The slot engine. The services that use it say who may act for a subject; what changes an office
is guarded here."""
