"""The end screen and what it opens."""
