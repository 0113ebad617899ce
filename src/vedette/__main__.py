"""`python -m vedette` is the command line, also where the `vedette` script is not on the PATH."""

from vedette.cli.main import app

if __name__ == "__main__":
    app(prog_name="vedette")
