"""From a problem to its solution: split, solve each part where it belongs, prove the whole."""
