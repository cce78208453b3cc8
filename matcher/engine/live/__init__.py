"""The best set kept exactly optimal, event by event."""
