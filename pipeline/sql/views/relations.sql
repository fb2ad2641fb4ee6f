-- How events hang together; report_id says which report states it, NULL where it was concluded.
create or replace view relations as
select event_id, related_event_id, relation, report_id from event_relation
union
select merged_into as event_id, event_id as related_event_id, 'supersedes' as relation, null as report_id
from event_ledger where merged_into is not null;
