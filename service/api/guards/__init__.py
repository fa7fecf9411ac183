"""Guards before every route, each off unless its setting is set: API keys, rate limit, CORS."""
