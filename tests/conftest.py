"""Settings for every test: Hypothesis draws the same examples each time and never looks at the clock."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
