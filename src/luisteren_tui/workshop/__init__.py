"""What a workshop is: pure data and the advice on it."""
