-- counts are not negative, and a document has characters
select content_hash, char_count, word_count, sentence_count, paragraph_count
from documents
where
    char_count <> length(text)
    or char_count <= 0
    or least(word_count, sentence_count, paragraph_count, boilerplate_line_count) < 0
