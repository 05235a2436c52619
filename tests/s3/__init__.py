"""Landing zone and warehouse on a real S3 server: JuiceFS's gateway, the S3 side of MinIO."""
