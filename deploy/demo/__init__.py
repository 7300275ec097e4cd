"""A winter to try the system with: real places, made-up organisations and people, acts told as clients would."""
