"""Pure: what happens in one session: events, state and commands."""
