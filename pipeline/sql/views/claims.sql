-- One field of one report and the words that say it: characters char_start to char_end of the
-- article's title or text (as `part` says).
create or replace view claims as
select
    claim_id, report_id, field, value, original, part, char_start, char_end, status, said_by, finder
from claim;
