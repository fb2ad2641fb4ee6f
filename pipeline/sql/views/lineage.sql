-- From whom an article has what it reports, one step a row. relation `credits`: `source` is the
-- outlet credited, step 1 the nearest, the last the far end of the chain (Bloomberg, then NK News);
-- `copies`: source_article_id is the original, overlap the share of words they have in common;
-- `translates`: the same of an original in another language, overlap the share of names and numbers.
create or replace view lineage as
select
    credit.report_id, event_report.event_id, credit.article_id, article.outlet,
    credit.step, 'credits' as relation, credit.source,
    cast(null as varchar) as source_article_id, cast(null as double) as overlap
from (
    select report_id, article_id, unnest(basis) as source, unnest(range(1, len(basis) + 1)) as step
    from report
) as credit
join article on article.article_id = credit.article_id
left join event_report on event_report.report_id = credit.report_id
union all
select
    report.report_id, event_report.event_id, report.article_id, article.outlet,
    1 as step,
    case when article.lang is distinct from original.lang then 'translates' else 'copies' end,
    original.outlet as source,
    article_copy.copy_of as source_article_id, article_copy.overlap
from report
join article on article.article_id = report.article_id
join article_copy on article_copy.article_id = article.article_id
join article as original on original.article_id = article_copy.copy_of
left join event_report on event_report.report_id = report.report_id;
