-- What people said of two reports. holds: false for a `same` that a `different` stands against, and
-- for a word that its author took back; contradicted_by is who said the `different`. Times are UTC.
create or replace view judgements as
select
    judgement.left_report_id, judgement.right_report_id, judgement.verdict,
    judgement.judged_by, judgement.judged_at, judgement.note,
    judgement_conflict.different_by is null and judgement.judged_at = max(judgement.judged_at) over (
        partition by judgement.left_report_id, judgement.right_report_id, judgement.judged_by
    ) as holds,
    judgement_conflict.different_by as contradicted_by
from judgement
left join judgement_conflict
    on judgement.verdict = 'same'
    and judgement_conflict.same_left = judgement.left_report_id
    and judgement_conflict.same_right = judgement.right_report_id
    and judgement_conflict.same_by = judgement.judged_by
    and judgement_conflict.same_at = judgement.judged_at;
