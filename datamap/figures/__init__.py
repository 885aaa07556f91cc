"""Figures that know their numbers: one Display a question, drawn the same way in every run."""

from datamap.figures.display import Display
from datamap.figures.flows import draw_flows

__all__ = ["Display", "draw_flows"]
