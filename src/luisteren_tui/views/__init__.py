"""What a screen shows at one moment, as pure functions."""
