"""Others' ways to serve the same network, as plainly as their own documentation shows it."""
