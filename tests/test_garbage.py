"""What build_scripts.garbage promises."""

import gc

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
