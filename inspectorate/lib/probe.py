"""Is the web process alive? `python -m inspectorate.lib.probe`, for health checks inside its own machine."""

import http.client
import os
import sys

PATIENCE = 4  # seconds; the caller gives up after five
REFUSED = 400


def is_alive(host: str = "127.0.0.1", port: int = 8000) -> bool:
    """True if the public front page is shown; it asks the database for its contents."""
    name = os.environ.get("ALLOWED_HOSTS", "localhost").partition(",")[0]
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    try:
        # The proxy's header, else the secure redirect would answer without touching anything.
        connection.request("GET", "/", headers={"Host": name, "X-Forwarded-Proto": "https"})
        return connection.getresponse().status < REFUSED
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_alive())
