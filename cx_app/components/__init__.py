"""USWDS building blocks: plain functions that know no State."""
