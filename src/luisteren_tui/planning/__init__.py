"""Plans of coming sessions, as pure functions."""
