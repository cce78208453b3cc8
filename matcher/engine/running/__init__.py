"""What a solve runs under: compiled loops, deadlines, cancelling, memory."""
