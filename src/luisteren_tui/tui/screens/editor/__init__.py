"""The editor of workshops: the parts with their fields, and the file itself where it can't be read."""
