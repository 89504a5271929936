"""`python -m congress …`."""

from congress.cli import main

if __name__ == "__main__":
    main()
