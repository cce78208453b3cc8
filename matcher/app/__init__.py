"""Use cases, one function each: what the command and the service both do."""
