"""Grammar of amounts in prose: each module is one rule of the language."""
