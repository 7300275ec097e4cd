"""月报: what a return is checked for."""
