"""The outcome of a session: one JSON file."""
