"""What a workshop looks like, part by part, without a session."""
