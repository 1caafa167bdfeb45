from tests.inspectors.people import *  # noqa: F403
