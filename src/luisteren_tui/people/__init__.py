"""Who is there, in pairs and subgroups, as pure functions."""
