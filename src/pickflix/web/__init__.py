"""The site: addresses, templates, styles, one small script, and how bytes go out."""
