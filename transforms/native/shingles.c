/* The shingles of many canonical forms: the hash of each window of letters, as a polynomial.
 *
 * The rule is in Python (transforms/near_duplicates/shingles.py), and tests hold both equal.
 *
 * Memory: as in kernel.c. Forms are UTF-8.
 */

#include <stdint.h>
#include <string.h>

#include "utf8.h"

typedef struct {
    uint64_t factor;
    int64_t length; /* letters of a shingle */
    int64_t max_letters;
    int64_t min_shingles;
    const uint32_t *dense; /* first and last of each range of characters that are two letters */
    int64_t dense_count;
} ShingleRule;

/* A power of two: twice as many as `min_shingles` at least. */
enum { SLOTS = 1024 };

static uint64_t spread(uint64_t value, uint64_t factor)
{
    value = (value ^ value >> 32) * factor;
    return value ^ value >> 32;
}

static int is_dense(const ShingleRule *rule, uint32_t code)
{
    for (int64_t i = 0; i < rule->dense_count; i++)
        if (code >= rule->dense[2 * i] && code <= rule->dense[2 * i + 1])
            return 1;
    return 0;
}

/* Write the letters of a form that are compared; return how many, or -1 where there is no room. */
static int64_t read_letters(const ShingleRule *rule, const uint8_t *form, int64_t size,
                            uint32_t *letters, int64_t room)
{
    const uint32_t first_dense = rule->dense_count ? rule->dense[0] : NO_CHARACTER;
    int64_t at = 0, count = 0;
    while (at < size && count < rule->max_letters) {
        uint32_t code;
        at += read_utf8(form + at, size - at, &code);
        int times = code >= first_dense && is_dense(rule, code) ? 2 : 1;
        for (; times && count < rule->max_letters; times--) {
            if (count == room)
                return -1;
            letters[count++] = code;
        }
    }
    return count;
}

/* Write the hash of each shingle of some letters; return how many. */
static int64_t write_hashes(const ShingleRule *rule, const uint32_t *letters, int64_t count,
                            uint64_t *hashes)
{
    uint64_t hash = 0, last_factor = 1;
    for (int64_t i = 0; i < rule->length; i++)
        last_factor *= rule->factor;
    for (int64_t i = 0; i < count; i++) {
        hash = hash * rule->factor + letters[i];
        if (i >= rule->length)
            hash -= letters[i - rule->length] * last_factor;
        if (i >= rule->length - 1)
            *hashes++ = spread(hash, rule->factor);
    }
    return count < rule->length ? 0 : count - rule->length + 1;
}

/* Check whether so many hashes differ. */
static int has_enough(const uint64_t *hashes, int64_t count, int64_t least)
{
    uint64_t slots[SLOTS] = {0};
    int has_zero = 0;
    int64_t found = 0;
    for (int64_t i = 0; i < count && found < least; i++) {
        uint64_t slot = hashes[i] & (SLOTS - 1);
        while (slots[slot] && slots[slot] != hashes[i])
            slot = (slot + 1) & (SLOTS - 1);
        if (hashes[i] ? !slots[slot] : !has_zero)
            found++;
        has_zero |= !hashes[i];
        slots[slot] = hashes[i];
    }
    return found >= least;
}

/* Write the hashes of the shingles of some forms, one form after the other.
 *
 * Form n is payload[ends[n] .. ends[n + 1]). `letters` has room for those of each form, `hashes` for
 * those of all. out_ends[n] is where the hashes of form n end; are_enough[n] says whether
 * `min_shingles` of them differ. Return 0, or -1 where there is no room. */
int hash_shingles(const ShingleRule *rule, const uint8_t *payload, const int64_t *ends,
                  int64_t forms, uint32_t *letters, int64_t letter_room, uint64_t *hashes,
                  int64_t room, int64_t *out_ends, uint8_t *are_enough)
{
    int64_t written = 0;
    if (rule->length < 1 || 2 * rule->min_shingles > SLOTS)
        return -1;
    for (int64_t form = 0; form < forms; form++) {
        int64_t count = read_letters(rule, payload + ends[form], ends[form + 1] - ends[form],
                                     letters, letter_room);
        if (count < 0 || room - written < count)
            return -1;
        uint64_t *own = hashes + written;
        int64_t own_count = write_hashes(rule, letters, count, own);
        are_enough[form] = (uint8_t)has_enough(own, own_count, rule->min_shingles);
        written += own_count;
        out_ends[form] = written;
    }
    return 0;
}
