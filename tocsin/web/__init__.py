"""Page furniture without models: frame, components, static files, pictures, errors to HTTP."""
