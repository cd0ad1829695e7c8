"""What a site lets a program fetch, by its robots.txt (RFC 9309)."""

from dataclasses import dataclass
from typing import Self
from urllib.robotparser import RobotFileParser


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of one site for the program ``name``; ``told`` says where they come from, ``pause`` is in seconds."""

    name: str
    told: str
    pause: float
    _parser: RobotFileParser | None
    _is_open: bool = True

    @classmethod
    def open(cls) -> Self:
        """Return the rules of a site that has none."""
        return cls("", "", 0.0, None)

    @classmethod
    def closed(cls, told: str) -> Self:
        """Return the rules of a site whose own cannot be had at present."""
        return cls("", told, 0.0, None, _is_open=False)

    @classmethod
    def parse(cls, name: str, data: bytes) -> Self:
        """Return the rules that ``data`` holds. Never raises: a line that is none says nothing."""
        parser = RobotFileParser()
        parser.parse(data.decode("utf-8-sig", "replace").splitlines())
        pause = parser.crawl_delay(name)
        return cls(name, "User-agent 与 Disallow 的规定", float(pause or 0), parser)

    def allows(self, url: str) -> bool:
        """Say whether the address may be fetched."""
        return self._parser.can_fetch(self.name, url) if self._parser else self._is_open
