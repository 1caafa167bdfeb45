"""The roster: inspectors, terms, certificates, ties and recusals, candidates, experts."""
from .candidacies import Candidacy, Expert, Objection, Posting
from .grounds import Ground, grounds
from .recusal import Interest, RecusalDecision
from .roster import Certificate, Inspector, Term

__all__ = [
    "Candidacy",
    "Certificate",
    "Expert",
    "Ground",
    "Inspector",
    "Interest",
    "Objection",
    "Posting",
    "RecusalDecision",
    "Term",
    "grounds",
]
