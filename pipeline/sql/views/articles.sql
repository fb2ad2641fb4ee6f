-- One row per article revision. relevant: false when the gate turned it away or no specific flight
-- is told of, NULL while it waits to be read. Times are UTC.
create or replace view articles as
select
    article.article_id, article.url, article.outlet, article.lang, article.title, article.text,
    article.published_at, article.published_precision, article.published_basis, article.fetched_at,
    row_number() over (partition by article.url order by article.fetched_at, article.article_id) as revision,
    article_copy.copy_of,
    case
        when article.gate like 'out:%' then false
        when stage_run.status = 'ok' then article.article_id in (select article_id from report)
    end as relevant
from article
left join article_copy on article_copy.article_id = article.article_id
left join stage_run on stage_run.item = article.article_id and stage_run.stage = 'annotate';
