"""The steps of a run, one module each; plain functions that need no Prefect."""
