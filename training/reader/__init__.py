"""The reader network: the pages it learns from, its training and its measures."""
