"""The history screen and what it opens."""
