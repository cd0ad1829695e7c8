"""The table of simplified characters is OpenCC's, and enough: words come out the same from any traditional spelling."""

import jieba
import opencc
import pytest

from build_scripts.rules.simplified import load_simplified
from build_scripts.search.fold import fold

FIRST, LAST = 0x3400, 0x9FFF
BY_HAND = {"瞭": "了", "覆": "复", "藉": "借"}  # OpenCC turns these within words only


def expected_table() -> dict[str, str]:
    """Return what OpenCC makes of each character, followed to its end: 薴 → 苧 → 苎."""
    converters = [opencc.OpenCC(name) for name in ("t2s", "tw2s", "hk2s")]
    table = dict(BY_HAND)
    for char in map(chr, range(FIRST, LAST + 1)):
        found = (converter.convert(char) for converter in converters)
        made = next((one for one in found if one != char and len(one) == 1 and ord(one) <= 0xFFFF), None)
        if made and char not in table:
            table[char] = made
    for char, made in table.items():
        seen = {char}
        while made in table and made not in seen:
            seen.add(made)
            made = table[made]  # noqa: PLW2901 - the chain is followed
        table[char] = made
    return table


def test_the_table_is_what_opencc_says() -> None:
    assert load_simplified() == expected_table()


@pytest.mark.heavy
@pytest.mark.parametrize("spelling", ["s2t", "s2tw", "s2hk"])
def test_words_are_found_in_traditional_spelling(spelling: str) -> None:
    with jieba.get_dict_file() as file:
        lines = file.read().decode().splitlines()
    words = [word for word, frequency, *_ in map(str.split, lines) if int(frequency) >= 50]
    converter = opencc.OpenCC(spelling)
    apart = [word for word in words if fold(converter.convert(word)) != fold(word)]
    # OpenCC writes some with another word's character: 坐标 座標, 报复 報覆, 了望 瞭望.
    assert len(words) > 50_000
    assert len(apart) <= len(words) / 1000, apart
