"""What MkDocs says of the site: its warnings gathered, its faults told in one plain line."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs.exceptions import MkDocsException

from build_scripts.errors import UsageError


class _Gather(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self._said.append(record.getMessage())


@contextmanager
def plain_faults() -> Iterator[list[str]]:
    """Give the list in which MkDocs' warnings are gathered while the block runs; nothing of them is printed.

    Raises ``UsageError`` with what MkDocs said where it cannot go on, as of settings that are wrong.
    """
    said: list[str] = []
    logger, handler = logging.getLogger("mkdocs"), _Gather(said)
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield said
    except (MkDocsException, SystemExit) as error:
        told = "；".join(dict.fromkeys(said)) or str(error)
        raise UsageError(f"网站没有生成，原来的没有动。MkDocs 说：{' '.join(told.split())}") from error
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
