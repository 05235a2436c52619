-- tables of the index of words
create schema if not exists word_index;
create table if not exists word_index.state (
    rule_hash varchar, next_document integer, document_count bigint, average_length double
);
create table if not exists word_index.documents (
    document integer, document_row bigint, document_key ubigint, length integer, is_current boolean
);
create table if not exists word_index.postings (
    run integer, word varchar, documents integer[], counts uinteger[]
);
create table if not exists word_index.joined (joined varchar, apart varchar);
create table if not exists word_index.runs (run integer, postings bigint);
comment on table word_index.state is 'one row: the rule for words that the index was made by, and figures for BM25';
comment on table word_index.documents is 'one row per document: its number in the index, its row in documents, its words, whether a raw file holds it now';
comment on table word_index.postings is 'one row per word and run: the numbers of the documents that have it, and how often';
comment on table word_index.runs is 'one row per run: postings that were written in one piece, sorted by word';
comment on table word_index.joined is 'one row per word that some text has with a ZWNJ: written together, and apart';
comment on column word_index.state.rule_hash is 'SHA-256 of the SQL that the index was made by';
comment on column word_index.state.next_document is 'numbers given out so far';
comment on column word_index.state.document_count is 'documents that a raw file holds now';
comment on column word_index.state.average_length is 'mean of their words';
comment on column word_index.documents.document is 'number of the document in postings';
comment on column word_index.documents.document_row is 'rowid of the document in documents';
comment on column word_index.documents.document_key is 'hash of its content_hash';
comment on column word_index.documents.length is 'its words (documents.word_count)';
comment on column word_index.documents.is_current is 'whether a raw file holds it now';
comment on column word_index.joined.joined is 'the word without its ZWNJ';
comment on column word_index.joined.apart is 'the word with a space for each ZWNJ';
comment on column word_index.postings.run is 'what was written in one piece (runs.run)';
comment on column word_index.postings.word is 'the word in canonical letters';
comment on column word_index.postings.documents is 'numbers of the documents that have it';
comment on column word_index.postings.counts is 'how often it is in each of them';
comment on column word_index.runs.run is 'number of the run';
comment on column word_index.runs.postings is 'pairs of a word and a document in it';
