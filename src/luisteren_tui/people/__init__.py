"""Pure: the people who are present, and their pairs and subgroups."""
