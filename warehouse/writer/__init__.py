"""Write access to a warehouse: session, commit, rebuild, and takeover of an interrupted run."""
