"""The plan screen and what it opens."""
