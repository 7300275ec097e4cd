"""Portal: the frame that all services work in, the people, and who may sign in."""
