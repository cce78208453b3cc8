"""The programme's people, rules of the game and errors: plain frozen records, no library."""
