"""The commands that ask for films, and what a terminal shows of any command."""
