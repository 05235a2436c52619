-- how many rows of each kind go with the chosen texts and files, and what stays of their clusters
select
    (select count(*) from documents semi join chosen_texts using (content_hash)) as documents,
    (
        select count(*)
        from sources
        where
            content_hash in (from chosen_texts)
            or (content_hash is null and coalesce(file_hash in (from chosen_files), false))
    ) as sources,
    (select count(*) from chosen_files) as quarantined_copies,
    (
        select count(*)
        from near_duplicates
        where content_hash in (from chosen_texts) or cluster_hash in (from chosen_texts)
    ) as near_duplicates,
    (
        select count(*)
        from related_documents
        where content_hash in (from chosen_texts) or related_hash in (from chosen_texts)
    ) as related_documents,
    (select count(*) from failures semi join chosen_texts using (content_hash)) as failures,
    (
        select count(*)
        from near_duplicates
        where
            (content_hash in (from chosen_texts) and cluster_hash not in (from chosen_texts))
            or (content_hash not in (from chosen_texts) and cluster_hash in (from chosen_texts))
    ) as near_duplicates_that_stay
