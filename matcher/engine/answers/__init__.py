"""What would happen if: regret, the worth of one more place, and who would move."""
