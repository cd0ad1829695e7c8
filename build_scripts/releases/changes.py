"""What is published now against what the last release held, figure by figure, and what of that nobody has explained."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping

from build_scripts.models.publication import REPLACED, WITHDRAWN, Correction, Pending, Publication


def find_changes(
    held: Mapping[str, str], lines: Iterable[tuple[str, str]], unknown: Container[str] = ()
) -> Pending:
    """Return what differs between the lines of figures that a release ``held``, by report id, and those of now.

    Reports that are ``unknown`` now, because their conversion failed, are still on the site as they were.

    >>> find_changes({"a": "0f|7=3 件"}, [("a", "0f|7=4 件")]).changed[0].new
    '4 件'
    """
    added: list[str] = []
    changed: list[Correction] = []
    seen: set[str] = set()
    for id_, line in lines:
        seen.add(id_)
        if id_ not in held:
            added.append(id_)
        elif held[id_] != line:
            changed += _of_report(id_, held[id_], line)
    gone = [id_ for id_ in held if id_ not in seen and id_ not in unknown]
    changed += (Correction(report=id_, new=WITHDRAWN) for id_ in gone)
    return Pending(tuple(sorted(added)), tuple(sorted(gone)), tuple(sorted(changed, key=_place)))


def _place(change: Correction) -> tuple[str, int, str]:
    start = change.figure.removeprefix("m-").partition("-")[0]
    return change.report, int(start or -1), change.figure


def _of_report(id_: str, held: str, line: str) -> Iterator[Correction]:
    (was, before), (is_, after) = _parsed(held), _parsed(line)
    if before == after:
        return  # another file that says the same
    if was != is_:
        yield Correction(report=id_, new=REPLACED)
        return
    for figure, old in before.items():
        new = after.get(figure, WITHDRAWN)
        if new != old:
            yield Correction(report=id_, figure=f"m-{figure}", old=old, new=new)


def _parsed(line: str) -> tuple[str, dict[str, str]]:
    digest, *figures = line.split("|")
    found = (figure.partition("=") for figure in figures)
    return digest, {place: value for place, _, value in found}


def find_unexplained(site: Publication) -> list[Correction]:
    """Return the changes since the last release that no row of ``corrections.yml`` tells whole.

    A row tells one change: that of an earlier release says nothing of a change that came later.
    """
    rows = Counter(one.key for one in site.open_corrections() if one.is_whole)
    found = []
    for change in site.pending.changed:
        if rows[change.key]:
            rows[change.key] -= 1
        else:
            found.append(change)
    return found
