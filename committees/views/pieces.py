"""What the pages of committees share."""
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Model

from inspectorate.lib import chips
from inspectorate.lib.pages import DetailPage, NextStep


def to_result(_subject: Any, result: Model) -> str:
    """Return the page of what a verb made."""
    return result.get_absolute_url()


class OfficeStep(DetailPage):
    """A page that says what each state asks of its office where no duty does, and how far it has come."""

    asks: ClassVar[Mapping[str, Any]] = {}
    steps: Sequence[str] = ()

    def next_step(self, obj: Any) -> NextStep | None:
        """Return the open duty, else what the state asks of the office."""
        step = super().next_step(obj)
        if step is not None or obj.state not in self.asks:
            return step
        return NextStep(self.asks[obj.state], who=self.office(obj).label)

    def office(self, obj: Any) -> Any:
        """Return the office that acts next where no duty is open."""
        return obj.owner

    def extra(self, obj: Any) -> dict[str, Any]:
        """Show how far it has come."""
        return {"progress": chips.progress(obj, self.steps)}
