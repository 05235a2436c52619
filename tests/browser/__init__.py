"""The report and the explorer in a real Chromium; `make test-browser` installs what drives it."""
