"""Why an act on the roll or on paper is not done."""


class Refused(Exception):
    """A step that cannot be taken. `code` says why; the words belong to forms."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code
