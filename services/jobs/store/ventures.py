"""四 创业帮扶支持: what the state tables say of each figure of ventures, gathered."""

from __future__ import annotations

from services.jobs.store import loans

FIGURES: dict[str, tuple[str, ...]] = {**loans.FIGURES}
