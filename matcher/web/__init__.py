"""The web service's two faces, JSON and pages, over one output folder that is only read."""
