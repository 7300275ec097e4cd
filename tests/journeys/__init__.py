"""Whole journeys, through every process of a running site."""
