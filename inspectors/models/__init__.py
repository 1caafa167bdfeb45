"""The roster: inspectors, terms, certificates, ties and recusals, candidates, experts, zones, training."""
from .audits import counted_people, staffing_audit, training_audit
from .candidacies import Candidacy, Expert, Objection, Posting
from .checks import AuditedInspector, RosterCheck
from .grounds import Ground, grounds
from .recusal import Interest, RecusalDecision
from .roster import Certificate, Inspector, Term
from .training import Course, TrainingRecord
from .zones import Assignment, Institution, Zone, ZoneSchool

__all__ = [
    "Assignment",
    "AuditedInspector",
    "Candidacy",
    "Certificate",
    "Course",
    "Expert",
    "Ground",
    "Inspector",
    "Institution",
    "Interest",
    "Objection",
    "Posting",
    "RecusalDecision",
    "RosterCheck",
    "Term",
    "TrainingRecord",
    "Zone",
    "ZoneSchool",
    "counted_people",
    "grounds",
    "staffing_audit",
    "training_audit",
]
