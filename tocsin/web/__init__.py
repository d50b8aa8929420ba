"""Page furniture without models: base templates, components, static files, pictures, errors to HTTP."""
