-- filmography: the films of a person with the person's roles in each, the newest first.
-- Grain: film_row.  Reads: credits, films.  Parameter: :row, the person's.
with played as (
    select film_row, json_group_array(role) as roles
    from credits
    where person_row = :row
    group by film_row
)
select played.film_row, played.roles
from played
join films on films.row = played.film_row
order by films.year desc, films.row
