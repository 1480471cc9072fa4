"""Pure: plans of coming sessions, forecasts, replanning and rehearsals."""
