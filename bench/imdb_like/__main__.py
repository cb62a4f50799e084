"""Writes the files: `python -m bench.imdb_like DIR [--scale 0.05] [--seed 7] [--clean-keys]`."""

import argparse
import json
import sys
from pathlib import Path

from bench.imdb_like import generate


def main() -> int:
    """Writes them and prints as JSON how many rows, how many films that count, and what is wrong on purpose."""
    parser = argparse.ArgumentParser(prog="python -m bench.imdb_like", description="Files like those of IMDb.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the seven files go")
    parser.add_argument("--scale", type=float, default=0.05, help="1 is the whole IMDb (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=7, help="another one gives other files (default: %(default)s)")
    parser.add_argument("--clean-keys", action="store_true", help="no id is in two rows")
    asked = parser.parse_args()
    written = generate(asked.folder, asked.scale, asked.seed, doubled=not asked.clean_keys)
    print(json.dumps({"rows": written.rows, "films": len(written.films), "dirt": written.dirt}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
