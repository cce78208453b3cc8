"""``python -m matcher`` is the ``matcher`` command."""

from matcher.command import main

main()
