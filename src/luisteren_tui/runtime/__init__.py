"""What a running program holds: the live session, the room feed and the settings."""
