"""What build_scripts.garbage promises."""

import gc
import subprocess
import sys

import pytest

from build_scripts.garbage import without_collection


def test_the_collector_rests_inside_and_is_as_before_afterwards() -> None:
    was_on = gc.isenabled()
    try:
        for on in (True, False):
            gc.enable() if on else gc.disable()
            with without_collection(), without_collection():
                assert not gc.isenabled()
            assert gc.isenabled() is on
    finally:
        gc.enable() if was_on else gc.disable()


def test_work_that_fails_leaves_the_collector_as_it_was() -> None:
    was_on = gc.isenabled()
    gc.enable()
    try:
        with pytest.raises(ZeroDivisionError), without_collection():
            _ = 1 / 0
        assert gc.isenabled()
    finally:
        gc.enable() if was_on else gc.disable()


def test_a_program_that_ends_seeks_no_circles_among_what_is_left() -> None:
    told = (
        "import gc; from build_scripts.garbage import collect_seldom\n"
        "gc.callbacks.append(lambda phase, told: phase == 'stop' and print(told['collected']))\n"
        "collect_seldom(); print('of what was there:', gc.collect())\n"
        "left = []; left.append(left); del left; print('of what came:', gc.collect())\n"
        "left = []; left.append(left); del left; print('end')\n"
    )
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, encoding="utf-8", check=True)
    found, _, at_the_end = ran.stdout.partition("end\n")
    assert "of what came: 1\n" in found
    # Without it the last circle is found, and all that Python itself is made of.
    assert {*at_the_end.split()} <= {"0"}
