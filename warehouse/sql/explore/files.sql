-- versions of some raw files and members of archives, as many as a page shows
select
    versions.landing_zone,
    concat_ws('/', versions.source_path, versions.member_path) as source_path,
    version,
    version_count,
    is_current,
    seen_at,
    ended_at,
    size_bytes,
    encoding,
    versions.content_hash,
    left(versions.title, 300) as title,
    language,
    script,
    reject_reason
from file_versions as versions
left join documents using (content_hash)
where
    versions.source_path in ($source_paths)
    and (versions.source_path, coalesce(versions.member_path, '')) in ($source_members)
order by versions.source_path, versions.member_path nulls first, versions.landing_zone, version
limit 200
