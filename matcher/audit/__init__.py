"""Why: verdicts and points behind every decision, as records and as plain words."""
