"""Forms drawn from the schemas that doors accept: shown field by field, and read back as what the door takes."""

from services.portal.web.forms.saying import said
from services.portal.web.forms.showing import FieldShown, fields_of, unplaced, usual

__all__ = ["FieldShown", "fields_of", "said", "unplaced", "usual"]
