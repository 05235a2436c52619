"""The `zakhira` command, as `python -m flows`."""

from flows.cli.main import main

main()
