"""How wide characters stand on a page."""

import unicodedata

import pytest

from build_scripts.rules.widths import width


@pytest.mark.parametrize(
    ("text", "half_characters"),
    [
        ("罚款3.5万元", 11),
        ("", 0),
        ("“法律明白人”（12名）", 22),
        ("Ａ１，", 6),
        ("㎡•é", 6),
        ("𠮷a\u200b", 4),
        ("\t ", 2),
    ],
)
def test_the_width_of_words_is_that_of_their_characters(text: str, half_characters: int) -> None:
    assert width(text) == half_characters


@pytest.mark.heavy
def test_every_character_is_as_wide_as_unicode_says() -> None:
    """By Unicode Standard Annex 11, ambiguous ones wide, as Chinese type sets them."""
    chars = [char for char in map(chr, range(0x3_0000)) if unicodedata.category(char) != "Cs"]
    wrong = [char for char in chars if width(char) != 1 + (unicodedata.east_asian_width(char) in "WFA")]
    assert wrong == []
