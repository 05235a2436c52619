-- the paths, of files and members of archives, of which no version is left
select landing_zone, source_path, coalesce(member_path, '') as member_path
from sources
group by all
having
    bool_and(
        coalesce(
            content_hash in (from forgotten_texts) or (content_hash is null and file_hash in (from forgotten_files)),
            false
        )
    )
