"""What `python -m service` does besides serving: `read` reads the pictures of a folder."""
