"""A programme as it goes on: events in order, the state they lead to, proposals kept at their best."""
