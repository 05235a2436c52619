/* Words of many texts in the letters of search, counted in each text.
 *
 * The rule is in Python (transforms/search/word_counts.py), and tests hold both equal. Texts are
 * UTF-8. A chunk between spaces with a character that has no letter of its own is counted as it is:
 * SQL says what its words are.
 *
 * Memory: as in kernel.c. A key is written where the next one begins, and stays if it is new.
 */

#include <stdint.h>
#include <string.h>

#include "utf8.h"

/* A word or an odd chunk: `size` bytes from `start` on, so often in the last document it is in. */
typedef struct {
    uint64_t hash;
    int64_t start;
    int32_t size;
    int32_t document;
    int32_t count;
} Key;

typedef struct {
    const uint16_t *letters; /* of each character of the basic plane */
    int32_t *slots;          /* number of a key, from 1 on; 0 where there is none */
    uint64_t slot_count;     /* a power of two: so many are in use, twice as many as keys */
    uint64_t slot_room;
    Key *keys;
    int64_t key_count;
    uint8_t *bytes;
    int64_t byte_count;
    int64_t byte_room;
    int32_t *documents; /* one row a pair of a document and a key that it has */
    int32_t *pair_keys;
    int32_t *counts;
    int64_t pair_count;
    int64_t pair_room;
} Counter;

enum { DONE = 0, NEEDS_SLOTS = 1, NEEDS_ROOM = 2 };

static uint16_t letter_of(const Counter *counter, uint32_t code)
{
    return code < BEYOND ? counter->letters[code] : LETTER_ODD;
}

static uint64_t mixed(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

/* Return the slot of a key, or the empty one where it belongs. */
static int32_t *slot_of(const Counter *counter, const uint8_t *bytes, int32_t size, uint64_t hash)
{
    uint64_t slot = hash & (counter->slot_count - 1);
    for (; counter->slots[slot]; slot = (slot + 1) & (counter->slot_count - 1)) {
        const Key *key = counter->keys + counter->slots[slot] - 1;
        if (key->hash == hash && key->size == size &&
            !memcmp(counter->bytes + key->start, bytes, (size_t)size))
            break;
    }
    return counter->slots + slot;
}

/* Use twice as many slots: few are soon found, and stay in the processor's cache. */
static int add_slots(Counter *counter)
{
    int64_t i;
    if (2 * counter->slot_count > counter->slot_room)
        return NEEDS_SLOTS;
    counter->slot_count *= 2;
    memset(counter->slots, 0, counter->slot_count * sizeof *counter->slots);
    for (i = 0; i < counter->key_count; i++) {
        uint64_t slot = counter->keys[i].hash & (counter->slot_count - 1);
        while (counter->slots[slot])
            slot = (slot + 1) & (counter->slot_count - 1);
        counter->slots[slot] = (int32_t)(i + 1);
    }
    return DONE;
}

/* Count the key that was written behind the others, once more in a document. */
static int count_key(Counter *counter, int32_t document, int32_t size, uint64_t hash)
{
    int32_t *slot = slot_of(counter, counter->bytes + counter->byte_count, size, hash);
    Key *key;
    if (!*slot) {
        if (2 * (uint64_t)counter->key_count == counter->slot_count) {
            if (add_slots(counter))
                return NEEDS_SLOTS;
            slot = slot_of(counter, counter->bytes + counter->byte_count, size, hash);
        }
        key = counter->keys + counter->key_count++;
        *key = (Key){hash, counter->byte_count, size, -1, 0};
        counter->byte_count += size;
        *slot = (int32_t)counter->key_count;
    }
    key = counter->keys + *slot - 1;
    if (key->document == document) {
        key->count++;
        return DONE;
    }
    if (counter->pair_count == counter->pair_room)
        return NEEDS_ROOM;
    counter->documents[counter->pair_count] = document;
    counter->pair_keys[counter->pair_count++] = *slot - 1;
    key->document = document;
    key->count = 1;
    return DONE;
}

/* The lowest bit of a hash says whether its key is an odd chunk. */
static int count_odd(Counter *counter, int32_t document, const uint8_t *chunk, int64_t size)
{
    uint64_t hash = 0;
    int64_t i;
    if (counter->byte_room - counter->byte_count < size || size > INT32_MAX)
        return NEEDS_ROOM;
    for (i = 0; i < size; i++)
        hash = mixed(hash, chunk[i]);
    memcpy(counter->bytes + counter->byte_count, chunk, (size_t)size);
    return count_key(counter, document, (int32_t)size, hash | 1);
}

static int count_plain(Counter *counter, int32_t document, const uint8_t *chunk, int64_t size)
{
    uint64_t hash = 0;
    int64_t at = 0;
    int32_t written = 0;
    int failed = DONE;
    while (at < size && !failed) {
        uint32_t code;
        uint16_t letter;
        at += read_utf8(chunk + at, size - at, &code);
        letter = letter_of(counter, code);
        if (letter == LETTER_DROPPED)
            continue;
        if (letter == LETTER_SEPARATOR) {
            if (written)
                failed = count_key(counter, document, written, hash & ~(uint64_t)1);
            hash = 0;
            written = 0;
            continue;
        }
        if (counter->byte_room - counter->byte_count - written < 3 || written > INT32_MAX - 3)
            return NEEDS_ROOM;
        hash = mixed(hash, letter);
        written += put_utf8(counter->bytes + counter->byte_count + written, letter);
    }
    if (written && !failed)
        failed = count_key(counter, document, written, hash & ~(uint64_t)1);
    return failed;
}

/* Return the end of a chunk, and whether it is odd. */
static int64_t end_of_chunk(const Counter *counter, const uint8_t *texts, int64_t start,
                            int64_t end, int *is_odd)
{
    int64_t at = start;
    *is_odd = 0;
    while (at < end && texts[at] != ' ' && texts[at] != '\n') {
        uint32_t code;
        at += read_utf8(texts + at, end - at, &code);
        *is_odd |= letter_of(counter, code) == LETTER_ODD;
    }
    return at;
}

/* Count the words and odd chunks of each text; text n stands from ends[n] to ends[n + 1]. */
int count_search_words(Counter *counter, const uint8_t *texts, const int64_t *ends, int32_t count)
{
    int failed = DONE;
    int32_t document;
    for (document = 0; document < count; document++) {
        int64_t start = ends[document], pair = counter->pair_count;
        while (start < ends[document + 1] && !failed) {
            int is_odd;
            int64_t stop = end_of_chunk(counter, texts, start, ends[document + 1], &is_odd);
            failed = is_odd ? count_odd(counter, document, texts + start, stop - start)
                            : count_plain(counter, document, texts + start, stop - start);
            start = stop + 1;
        }
        for (; pair < counter->pair_count; pair++)
            counter->counts[pair] = counter->keys[counter->pair_keys[pair]].count;
    }
    return failed;
}

/* Pairs of a document and a key, and the words of key n from firsts[n] to firsts[n + 1]. */
typedef struct {
    const int32_t *documents;
    const int32_t *keys;
    const int32_t *counts;
    int64_t pair_count;
    const int32_t *firsts;
    const int32_t *words;
} Pairs;

/* Count the documents of each word; `last` is -1 for each. */
void count_documents(const Pairs *pairs, int32_t *last, int64_t *counts)
{
    int64_t i;
    int32_t at;
    for (i = 0; i < pairs->pair_count; i++)
        for (at = pairs->firsts[pairs->keys[i]]; at < pairs->firsts[pairs->keys[i] + 1]; at++) {
            int32_t word = pairs->words[at];
            counts[word] += last[word] != pairs->documents[i];
            last[word] = pairs->documents[i];
        }
}

/* Write the documents of word n from places[n] on, and how often each has it; `last` as before. */
void write_postings(const Pairs *pairs, int32_t *last, int64_t *places, int32_t *documents,
                    int32_t *counts)
{
    int64_t i;
    int32_t at;
    for (i = 0; i < pairs->pair_count; i++)
        for (at = pairs->firsts[pairs->keys[i]]; at < pairs->firsts[pairs->keys[i] + 1]; at++) {
            int32_t word = pairs->words[at];
            if (last[word] != pairs->documents[i]) {
                last[word] = pairs->documents[i];
                documents[places[word]] = pairs->documents[i];
                counts[places[word]++] = 0;
            }
            counts[places[word] - 1] += pairs->counts[i];
        }
}

/* Mark the characters of the basic plane that a text has. */
void mark_characters(const uint8_t *text, int64_t size, uint8_t *is_there)
{
    int64_t at = 0;
    while (at < size) {
        uint32_t code;
        at += read_utf8(text + at, size - at, &code);
        if (code < BEYOND)
            is_there[code] = 1;
    }
}
