"""Small checked tables of codes and names; their sources and licences stand in `data/SOURCES.md`."""
