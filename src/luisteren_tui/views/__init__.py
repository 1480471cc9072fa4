"""Pure: what a screen shows at one moment."""
