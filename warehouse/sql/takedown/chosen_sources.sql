-- the sources that somebody names, each after the name: a key (of a text or of a file's bytes, or how it begins), a
-- path, a publisher;
-- a path or a publisher is also named by itself, where a pattern of its letters would mean others
with
    names as (
        select 'keys' as kind, unnest($keys) as name
        union all
        select 'paths' as kind, unnest($paths) as name
        union all
        select 'publishers' as kind, unnest($publishers) as name
    )
select names.kind, names.name, sources.content_hash, sources.file_hash, sources.reject_reason
from names
inner join
    sources
    on case
        names.kind
        when 'keys'
        then starts_with(sources.content_hash, name) or starts_with(sources.file_hash, name)
        when 'paths'
        then
            name in (sources.source_path, concat_ws('/', sources.source_path, sources.member_path))
            or sources.source_path glob name
            or concat_ws('/', sources.source_path, sources.member_path) glob name
        else publisher_of(sources.source_path) = name or publisher_of(sources.source_path) glob name
    end
