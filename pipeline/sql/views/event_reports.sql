-- Which reports an event rests on. weight: log2 odds of the strongest link inside the event, NULL
-- for a report alone.
create or replace view event_reports as
select
    event_report.event_id, event_report.report_id, report.article_id,
    article.url, article.outlet, report_source.source_root,
    event_report.weight, event_report.decided_by
from event_report
join report on report.report_id = event_report.report_id
join article on article.article_id = report.article_id
left join report_source on report_source.report_id = event_report.report_id;
