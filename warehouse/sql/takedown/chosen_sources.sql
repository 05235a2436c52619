-- the sources that somebody names: by key (of a text or of a file's bytes, or how it begins), by path, by publisher;
-- a path or a publisher is also named by itself, where a pattern of its letters would mean others
select content_hash, file_hash, reject_reason
from sources
where
    exists (
        from unnest($keys) as keys(key)
        where starts_with(sources.content_hash, key) or starts_with(sources.file_hash, key)
    )
    or exists (
        from unnest($paths) as paths(path)
        where
            path in (sources.source_path, concat_ws('/', sources.source_path, sources.member_path))
            or sources.source_path glob path
            or concat_ws('/', sources.source_path, sources.member_path) glob path
    )
    or exists (
        from unnest($publishers) as names(name)
        where publisher_of(sources.source_path) = name or publisher_of(sources.source_path) glob name
    )
