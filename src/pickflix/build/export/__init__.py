"""The way out: tables of a snapshot as files of one's own, with what their columns mean and what may be done with them.

`choosing` tells which rows and columns go, `formats` writes them, `papers` are the licences and the dictionary beside
them, `writing` puts all of it into a folder, whole or not at all.
"""

from pickflix.build.export.writing import Exported, write

__all__ = ["Exported", "write"]
