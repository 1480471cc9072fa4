"""What happens in a session: events, state and commands, as pure functions."""
