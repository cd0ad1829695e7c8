"""The edition for reading from a disk: what each file of the finished site becomes in it. Touches no disk itself."""

from build_scripts.offline.rewriting import SCRIPT, turn_file

__all__ = ["SCRIPT", "turn_file"]
