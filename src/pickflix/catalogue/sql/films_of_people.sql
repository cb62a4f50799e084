-- films_of_people: who of some people has a part in which film.
-- Grain: person_row, film_row.  Reads: credits.  Parameter: :people, a JSON array of rows.
select distinct person_row, film_row
from credits
where person_row in (select value from json_each(:people))
order by person_row, film_row
