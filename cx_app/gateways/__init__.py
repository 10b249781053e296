"""The outside world behind small Protocols, with the implementations that settings choose."""
