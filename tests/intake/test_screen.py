"""What is asked and shown where the terminal itself is odd."""

import io
from collections.abc import Callable

from build_scripts.adding.answers import parse_region
from build_scripts.intake.screen import Screen


def reading(*answers: str | Exception) -> Callable[[], str]:
    waiting = list(answers)

    def read() -> str:
        answer = waiting.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return read


def test_bytes_that_are_no_text_are_asked_again() -> None:
    shown = io.StringIO()
    broken = UnicodeDecodeError("utf-8", b"\xb9", 0, 1, "invalid start byte")
    screen = Screen(shown, asks=True, read=reading(broken, "古丈县"))
    assert screen.ask("地区", parse_region) == "433126"
    assert "UTF-8" in shown.getvalue()


def test_marks_of_styles_are_shown_as_they_are() -> None:
    shown = io.StringIO()
    Screen(shown, asks=False).say("[red]报告[/red] :smile: [link=x]a[/link]")
    assert shown.getvalue() == "[red]报告[/red] :smile: [link=x]a[/link]\n"
