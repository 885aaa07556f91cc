"""What the tests of the figures share: the made-up maps, and how a drawn scene is measured."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
