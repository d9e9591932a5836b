"""The property tests try the same cases at every run, so that a red build is one anybody can repeat.

To look for new ones: ``HYPOTHESIS_PROFILE=search pytest``.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)  # tables are loaded in the first case
settings.register_profile("search", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
