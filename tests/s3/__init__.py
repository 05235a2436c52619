"""A landing zone and a warehouse on a real S3 server on loopback: JuiceFS's gateway, the S3 side of MinIO."""
