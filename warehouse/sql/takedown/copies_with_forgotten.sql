-- the copies in quarantine that have what was taken down: those of rejected archives with such a member, and of
-- rejected files that had such a text when they could be read
with
    rejected as (
        select landing_zone, source_path, member_path, file_hash
        from current_sources
        where reject_reason is not null and file_hash is not null
    ),
    forgotten as (select coalesce(content_hash, file_hash) as key, content_hash, reason from tombstones),
    held as (
        select rejected.file_hash, forgotten.key, forgotten.reason
        from rejected
        inner join current_sources as members using (landing_zone, source_path)
        inner join forgotten on coalesce(members.content_hash, members.file_hash) = forgotten.key
        where
            starts_with(
                members.member_path, coalesce(regexp_replace(rejected.member_path, '(#[0-9]+)+$', '') || '/', '')
            )
        union all
        select rejected.file_hash, forgotten.key, forgotten.reason
        from rejected
        inner join sources using (file_hash)
        inner join forgotten on sources.content_hash = forgotten.content_hash
    )
select file_hash, min(key) as forgotten_hash, arg_min(reason, key) as reason
from held
where file_hash not in (select key from forgotten)
group by file_hash
order by file_hash
