-- rows of near_duplicates that the table does not hold yet
select * from found_rows anti join near_duplicates using (content_hash, comparison_version)
