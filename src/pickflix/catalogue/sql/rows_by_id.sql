-- rows_by_id: the rows of some film ids; an unknown id has none.
-- Grain: id.  Reads: films.  Parameter: :ids, a JSON array of ids.
with wanted as (
    select value as id, min(key) as place
    from json_each(:ids)
    group by value
)
select films.id, films.row
from wanted
join films using (id)
order by wanted.place
