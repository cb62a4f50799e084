-- film_facts: what only the page of the film shows.
-- Grain: row.  Reads: films.  Parameter: :row.
select
    certificate, critics_score, tomatometer, reviews, rating, votes, box_office_usd,
    oscars_won, oscar_nominations, companies, story, story_from, origin
from films
where row = :row
order by row
