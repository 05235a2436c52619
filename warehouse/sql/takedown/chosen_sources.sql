-- the sources that somebody names: by key (of a text or of a file's bytes, or how it begins), by path, by publisher
select content_hash, file_hash, reject_reason
from sources
where
    exists (
        from unnest($keys) as keys(key)
        where starts_with(sources.content_hash, key) or starts_with(sources.file_hash, key)
    )
    or exists (
        from unnest($paths) as paths(path)
        where sources.source_path glob path or concat_ws('/', sources.source_path, sources.member_path) glob path
    )
    or exists (from unnest($publishers) as names(name) where publisher_of(sources.source_path) glob name)
