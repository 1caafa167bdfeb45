"""What the pages of the annual list and of inspections share."""

from typing import Any

from inspectorate.lib.pages import CreatePage
from inspectorate.register.rights import require


class OwnOfficePage(CreatePage):
    """Make something for the own office: the right is asked of the post's organisation."""

    def subject(self) -> Any:
        """Return the own office; 403 where the post may not do this for it."""
        office = self.request.post.organization
        require(self.request.post, self.verb.name, office)
        return office

    def call(self, obj: Any, form: Any) -> Any:
        """Call the verb for the own office."""
        return self.verb.act(obj, by=self.request.post, **form.cleaned_data)

    def crumbs(self, obj: Any = None) -> list[tuple[str, str]]:
        """Return the way to the list only."""
        return super().crumbs(None)

    def cancel_url(self, obj: Any) -> str:
        """Return to the list."""
        return self.list_url()
