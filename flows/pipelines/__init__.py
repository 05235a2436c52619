"""The two pipelines, ingest and maintain, as plain functions: no Prefect here."""
