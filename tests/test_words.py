"""rjieba cuts as jieba does, whose dictionary it has, with the same words added."""

import random
from pathlib import Path

import jieba
import pytest

from build_scripts.rules.loading import load_words
from build_scripts.rules.segmenter import FILE, cut_words

ROOT = Path(__file__).parents[1]


@pytest.mark.heavy
def test_texts_are_cut_as_jieba_cuts_them() -> None:
    plain = jieba.Tokenizer()
    plain.FREQ, plain.total = plain.gen_pfdict(plain.get_dict_file())
    plain.initialized = True
    for word in load_words(FILE, "whole"):
        plain.add_word(word)
    files = sorted((ROOT / "source_reports").rglob("*.txt"))
    text = "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)
    draw = random.Random(3)  # noqa: S311 - no secret
    pieces = [text[at : at + draw.randint(1, 12)] for at in (draw.randrange(len(text)) for _ in range(2000))]
    apart = [piece for piece in pieces if cut_words(piece) != list(plain.cut(piece, HMM=False))]
    assert apart == []
