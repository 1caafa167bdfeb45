"""Tables that can be loaded and exported: divisions, organisations, schools; and what every loader is made of."""
from .columns import Cell, Choice, Choices, Column, Day, Digits, Text, Whole, YesNo, words
from .divisions import AreaLoader
from .faults import CellRefused, Fault, Faults
from .loader import Loader
from .loading import Outcome, load
from .organizations import AREA_CODE, AREA_NAME, PLACED, SCOPED, OrganizationLoader, PlacedLoader
from .rows import Row
from .schools import SchoolLoader
from .staging import Stage, Target

__all__ = [
    "AREA_CODE", "AREA_NAME", "PLACED", "SCOPED", "AreaLoader", "Cell", "CellRefused", "Choice", "Choices", "Column",
    "Day", "Digits", "Fault", "Faults", "Loader", "OrganizationLoader", "Outcome", "PlacedLoader", "Row",
    "SchoolLoader", "Stage", "Target", "Text", "Whole", "YesNo", "load", "words",
]  # fmt: skip
