-- what filters and order need of each current document: it is kept in memory
select content_hash, language, publisher, dated_on, first_seen_at from current_documents
