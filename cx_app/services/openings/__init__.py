"""Openings of cases by staff: why, who is told and when, and what is unusual about them."""
