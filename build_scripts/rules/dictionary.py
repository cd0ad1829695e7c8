"""jieba's dictionary (MIT): the words of Chinese and how often each was met in the texts it was made from."""

from functools import cache


def read_dictionary() -> str:
    """Return the dictionary as it lies there: word, frequency, part of speech, one word a line."""
    import jieba  # noqa: PLC0415 - a tenth of a second that most reports never need

    with jieba.get_dict_file() as file:
        text: str = file.read().decode()
    return text


@cache
def load_dictionary() -> dict[str, int]:
    """Return how often each word was met, at least 0; read once, for those that cut and those that suggest.

    >>> load_dictionary()["行政"] > load_dictionary()["复议"]
    True
    """
    columns = read_dictionary().split()
    return dict(zip(columns[::3], map(int, columns[1::3]), strict=True))
