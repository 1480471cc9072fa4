"""The session screen and what it opens."""
