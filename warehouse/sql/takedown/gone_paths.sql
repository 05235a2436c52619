-- the paths of which no version is left
select landing_zone, source_path
from sources
group by landing_zone, source_path
having
    bool_and(
        coalesce(
            content_hash in (from forgotten_texts) or (content_hash is null and file_hash in (from forgotten_files)),
            false
        )
    )
