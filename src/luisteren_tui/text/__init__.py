"""Text made safe to show, as pure functions."""
