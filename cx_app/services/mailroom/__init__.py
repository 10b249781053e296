"""The mailroom: letters are printed together, counted, mailed, and known when they return."""
