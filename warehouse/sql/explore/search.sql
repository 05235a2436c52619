-- documents with the words of a query, with as many snippets as the first pages show
select content_hash, score, snippet from search($query, snippets := 100)
