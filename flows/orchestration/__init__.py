"""Everything that knows Prefect: tasks, artifacts, the local server, and client settings."""
