"""Pure: parts to begin a workshop with, in each language."""
