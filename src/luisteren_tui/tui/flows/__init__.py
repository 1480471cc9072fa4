"""The journeys of the app, from their first question to their last screen."""
