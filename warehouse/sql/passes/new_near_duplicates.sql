-- of some rows of near_duplicates those that are new
select * from news anti join near_duplicates using (content_hash, comparison_version)
