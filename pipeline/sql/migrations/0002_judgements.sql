-- Where a judged report stood: a new reading may give it another id, its article keeps its address.
alter table judgement add column left_url varchar;
alter table judgement add column right_url varchar;

-- derived: judgements that contradict each other; the `different` holds
create table judgement_conflict (
    same_left varchar not null, same_right varchar not null,
    same_by varchar not null, same_at timestamp not null,
    different_left varchar not null, different_right varchar not null,
    different_by varchar not null, different_at timestamp not null);
