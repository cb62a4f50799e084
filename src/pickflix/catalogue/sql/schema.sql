-- schema: the serving store of one snapshot, written once by the build, then read only.
-- Grain: films one row a film, former_ids one row an id that a film had before, people one row a person, credits one row a film, role and place.
-- `row` is the position in the arrays of the models. Lists are JSON arrays of codes or names, main one first
-- where the source says so; the tidy form of the same facts lies in the Parquet files.
create table films (
    row integer primary key,
    id text not null unique,
    imdb_id text,
    title text not null,
    title_fr text,
    title_original text,
    year integer,
    runtime_min integer,
    genres text not null,
    countries text not null,
    languages text not null,
    directors text not null,
    companies text not null,
    certificate text,
    critics_score integer,
    tomatometer integer,
    reviews integer,
    rating real,
    votes integer,
    box_office_usd integer,
    oscars_won integer not null,
    oscar_nominations integer not null,
    story text,
    story_from text,
    origin text not null
) strict;
create table former_ids (
    id text primary key,
    film_row integer not null references films (row)
) strict, without rowid;
create table people (
    row integer primary key,
    id text not null unique,
    name text not null
) strict;
create table credits (
    film_row integer not null references films (row),
    role text not null,
    position integer not null,
    person_row integer not null references people (row),
    primary key (film_row, role, position)
) strict, without rowid;
create index credits_by_person on credits (person_row, film_row, role);
