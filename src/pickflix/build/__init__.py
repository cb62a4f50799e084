"""From the rows of a source to a published snapshot; runs in its own process, never while serving."""
