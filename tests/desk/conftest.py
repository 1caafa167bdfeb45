from tests.desk.office import *  # noqa: F403
