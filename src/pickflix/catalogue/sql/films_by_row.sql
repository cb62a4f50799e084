-- films_by_row: the films of some rows, as lists show them.
-- Grain: row.  Reads: films.  Parameter: :rows, a JSON array of rows.
with wanted as (
    select value as row, key as place
    from json_each(:rows)
)
select
    films.id, films.title, films.title_fr, films.title_original, films.year, films.imdb_id,
    films.runtime_min, films.genres, films.countries, films.languages, films.directors, films.row
from wanted
join films using (row)
order by wanted.place
