"""What leaves the program: outcomes, plans and handouts as files and text."""
