"""The evaluation suites: the product measured as people meet it, by the pictures they upload."""
