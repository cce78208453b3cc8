"""Reading and writing intake folders: files in, a checked problem and a report out."""

from matcher.intake.read import Intake, read_folder
from matcher.intake.report import IntakeError, Notice, Report, RowError
from matcher.intake.write import write_folder

__all__ = [
    "Intake",
    "IntakeError",
    "Notice",
    "Report",
    "RowError",
    "read_folder",
    "write_folder",
]
