-- lines near the edges of many stories of one publisher, not known to be boilerplate yet, with an example of the line
-- as written. Documents that are states of one story count once (`stories`). A line counts where no text stands
-- between it and the edge of the page, and only few other lines, and where it is not the only line that can be the
-- headline. At the end of a page it must be on `min_share` of the stories; at the start, where headlines recur in a
-- series, on `min_share_at_start`; on `min_pages` stories in any case.
with
    pages as materialized(
        select
            row_number() over () as page,
            publisher_of(first_source_path) as publisher,
            hash(coalesce(story, documents.content_hash)) as story,
            list_filter(string_split(text, chr(10)), lambda line:line <> '') as lines
        from documents
        left join stories on documents.content_hash = stories.content_hash
    ),
    publishers as (select publisher, count(distinct story) as publisher_document_count from pages group by publisher),
    numbered as (
        select
            page,
            number,
            number <= 10 as is_at_start,
            number > line_count - 15 and number > 1 as is_at_end,
            ltrim(line) as line
        from
            (
                select page, len(lines) as line_count, unnest(lines) as line, generate_subscripts(lines, 1) as number
                from pages
            )
        where number <= 10 or number > line_count - 15
    ),
    looked_at as (
        select
            *,
            case when length(line) > 200 then true else ends_statement(line) end as is_text,
            -- neither a headline nor text
            case when length(line) <= 60 then regexp_matches(line, '[0-9٠-٩۰-۹०-९]{4}') else false end as is_date
        from numbered
    ),
    near_text as (
        select
            *,
            is_at_start
            and number <= coalesce(min(case when is_text then number end) over whole_page, number) as is_above_text,
            is_at_end
            and number >= coalesce(max(case when is_text then number end) over whole_page, number) as is_below_text,
            coalesce(
                first_value(case when not is_date then is_text end ignore nulls) over following, true
            ) as is_next_text
        from looked_at
        window
            whole_page as (partition by page),
            following as (partition by page order by number rows between 1 following and unbounded following)
    ),
    near_edges as (
        select near_text.*, publisher, story, line_key(line) as line_key
        from near_text
        inner join pages using (page)
        where is_above_text or is_below_text
    ),
    recurring as (
        select publisher, line_key
        from near_edges
        where line_key is not null
        group by publisher, line_key
        having count(distinct story) >= $min_pages
    ),
    others as (
        select near_edges.*, recurring.line_key is null and not is_date as is_other
        from near_edges
        left join recurring using (publisher, line_key)
    ),
    edges as (
        select
            *,
            is_above_text
            and count(*) filter (is_other) over above < 3
            and (count(*) filter (is_other) over above > 0 or not is_next_text) as counts_at_start,
            is_above_text and count(*) filter (is_other) over above = 0 as is_first,
            is_below_text and count(*) filter (is_other) over below < 5 as counts_at_end
        from others
        window
            above as (partition by page order by number rows between unbounded preceding and 1 preceding),
            below as (partition by page order by number desc rows between unbounded preceding and 1 preceding)
    )
select
    edges.publisher,
    edges.line_key as line,
    min(edges.line) as example,
    count(distinct story) as document_count,
    any_value(publisher_document_count) as publisher_document_count,
    -- a line with a number is a headline of a series
    not contains(edges.line_key, '0')
    and count(distinct story) filter (is_first)
    >= greatest($min_site_pages, $min_site_share * any_value(publisher_document_count)) as is_site_line
from edges
inner join publishers using (publisher)
anti join boilerplate_lines on edges.publisher = boilerplate_lines.publisher and line_key = boilerplate_lines.line
where edges.line_key is not null and not is_other and (counts_at_start or counts_at_end or is_first)
group by edges.publisher, edges.line_key
having
    count(distinct story) filter (counts_at_end)
    >= greatest($min_pages, $min_share * any_value(publisher_document_count))
    or count(distinct story) filter (counts_at_start or counts_at_end)
    >= greatest($min_pages, $min_share_at_start * any_value(publisher_document_count))
    or is_site_line
