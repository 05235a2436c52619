"""What a search compares: words in canonical letters."""
