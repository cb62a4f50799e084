-- rows_by_id: the rows of some film ids, those of today and those that a film had before; an unknown id has none.
-- Grain: id.  Reads: films, former_ids.  Parameter: :ids, a JSON array of ids.
with wanted as (
    select value as id, min(key) as place
    from json_each(:ids)
    group by value
)
select wanted.id, coalesce(films.row, former_ids.film_row) as row
from wanted
left join films using (id)
left join former_ids using (id)
where coalesce(films.row, former_ids.film_row) is not null
order by wanted.place
