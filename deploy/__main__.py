"""Runs the operator's command as `python -m deploy`."""

from deploy.command import main

main()
