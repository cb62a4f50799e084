"""Wikipedia: the first paragraphs of its articles on films, French ones first, each with its address.

Wikidata tells the article of a film in each language; Wikipedia gives the text. What was answered is kept, film by
film, for three months. CC BY-SA asks for attribution: `text_from` is the article at the revision that was read.
"""

from pickflix.sources.wikipedia.source import CC_BY_SA, Wikipedia

__all__ = ["CC_BY_SA", "Wikipedia"]
