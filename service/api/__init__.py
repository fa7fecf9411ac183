"""HTTP only: routes, schemas, problems, middleware."""
