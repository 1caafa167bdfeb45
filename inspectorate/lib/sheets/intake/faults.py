"""The one exception by which a reader refuses a whole file."""


class Refusal(Exception):
    """The file cannot be read; `code` and `params` are put into words by the parent process."""

    def __init__(self, code: str, **params):
        super().__init__(code)
        self.code = code
        self.params = params
