"""`python -m pipeline` is the command line, and nothing else."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
