"""What a workshop is, as pure data, and advice on it."""
