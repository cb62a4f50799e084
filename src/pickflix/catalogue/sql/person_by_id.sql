-- person_by_id: one person.
-- Grain: id.  Reads: people.  Parameter: :id.
select id, name, row
from people
where id = :id
order by id
