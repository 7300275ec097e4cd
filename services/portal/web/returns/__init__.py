"""月报 as pages show it: its figures, what it still lacks, and until when it may be changed."""
