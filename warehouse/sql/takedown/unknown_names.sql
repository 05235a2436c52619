-- the keys, paths and publishers that name nothing that is in the warehouse, or was taken down
select 'keys' as kind, key as name
from unnest($keys) as keys(key)
where
    not exists (from sources where starts_with(sources.content_hash, key) or starts_with(sources.file_hash, key))
    and not exists (from tombstones where starts_with(coalesce(tombstones.content_hash, tombstones.file_hash), key))
union all
select 'paths' as kind, path as name
from unnest($paths) as paths(path)
where
    not exists (
        from sources
        where
            path in (sources.source_path, concat_ws('/', sources.source_path, sources.member_path))
            or sources.source_path glob path
            or concat_ws('/', sources.source_path, sources.member_path) glob path
    )
union all
select 'publishers' as kind, name
from unnest($publishers) as names(name)
where
    not exists (
        from sources where publisher_of(sources.source_path) = name or publisher_of(sources.source_path) glob name
    )
order by all
