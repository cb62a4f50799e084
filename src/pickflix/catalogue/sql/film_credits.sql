-- film_credits: the people of a film, directors first, then writers, then the cast.
-- Grain: person_row, role.  Reads: credits, people.  Parameter: :row.
select people.id, people.name, credits.role
from credits
join people on people.row = credits.person_row
where credits.film_row = :row
order by
    case credits.role when 'director' then 0 when 'writer' then 1 else 2 end,
    credits.position
