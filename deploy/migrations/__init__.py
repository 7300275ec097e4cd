"""One environment, a history for each service."""
