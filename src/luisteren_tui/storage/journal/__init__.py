"""The journal of a session: one event a line."""
