"""Pictures of the program, drawn with the program itself."""
