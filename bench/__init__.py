"""What must be fast or small, measured: `make bench`."""
