"""myProgress: histories in, and what is made of them."""
