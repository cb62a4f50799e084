-- people_by_row: the people of some rows.
-- Grain: row.  Reads: people.  Parameter: :rows, a JSON array of rows.
with wanted as (
    select value as row, key as place
    from json_each(:rows)
)
select people.id, people.name
from wanted
join people using (row)
order by wanted.place
