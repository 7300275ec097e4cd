"""Boards: how the figures of a place are put on a page, and what is told of them while one looks."""
