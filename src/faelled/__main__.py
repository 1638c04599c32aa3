"""`python -m faelled` is the `faelled` command."""

from faelled.site.command import main

if __name__ == "__main__":
    main()
