"""The machine: folders, clocks, sound, windows."""
