-- derived: what finding copies, translations and sources remembers between runs, so that only new
-- and changed articles are compared

create table source_article (
    row integer not null, article_id varchar not null, digest ubigint not null,
    signature blob not null, compared boolean not null);

create table source_band (band uinteger not null, row integer not null);

create table source_pair (
    later varchar not null, earlier varchar not null, overlap double not null,
    translated boolean not null);

-- root and voice as they are said, in whatever spelling
alter table report_source add column article_id varchar;
alter table report_source add column said_root varchar;
alter table report_source add column said_voice varchar;
