"""All that touches disk."""
