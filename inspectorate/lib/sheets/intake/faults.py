"""The one exception by which a reader refuses a whole file."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """The file cannot be read; `code` and `params` are put into words by the parent process."""

    def __init__(self, code: str, **params):
        super().__init__(code)
        self.code = code
        self.params = params
