"""A browser for the tests: signed in as a post, sending forms with the key that the page gave them."""

import time

from django.test import Client

from inspectorate.register.middleware import SESSION_KEY
from inspectorate.register.models.sessions import SEEN, STARTED


def signed_in(post, language="en"):
    """A client that acts in a post."""
    client = Client(headers={"accept-language": language})
    client.force_login(post.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = post.pk
    session[SEEN] = session[STARTED] = time.time()  # noted once a minute: not in the request that is counted
    session.save()
    return client


def send(client, url, data=(), **more):
    """Open the page of a form and send it filled in."""
    page = client.get(url)
    assert page.status_code == 200, page.status_code
    return client.post(url, keyed(page, data), **more)


def keyed(page, data=()):
    """What a browser sends: the form's own hidden values and what was typed."""
    return {"submission": page.context["submission"], "seen": page.context["seen"], **dict(data)}
