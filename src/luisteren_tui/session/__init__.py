"""What a session is: events, state and view, as pure functions."""
