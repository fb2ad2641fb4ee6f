-- How each subscribed feed is doing, and how many articles came from its entries. Times are UTC.
create or replace view feeds as
select
    feed_state.outlet, feed_state.feed_url, feed_state.last_success_at, feed_state.last_status,
    feed_state.consecutive_failures, feed_state.next_due_at,
    (select count(distinct article.article_id)::integer
     from feed_entry
     join page on page.entry_id = feed_entry.entry_id
     join article on article.page_id = page.page_id
     where feed_entry.feed_url = feed_state.feed_url) as articles
from feed_state;
