/* What stands in texts of Arabic script: small words, letters, signs, parts of words.
 *
 * The rule is in Python (transforms/language/spelling_evidence.py), and tests hold both equal.
 *
 * Memory: as in kernel.c. `kinds` and `columns` have 65,536 rows; a column is less than `width`; a
 * slot is -1 or the number of a word; `slot_count` is a power of two, and a slot is free.
 */

#include <stdint.h>
#include <string.h>

enum { PART_ROOM = 8 };

typedef struct {
    const uint8_t *kinds;    /* of each UTF-16 unit: SPELLING_* */
    const uint16_t *folded;  /* what it is in a word */
    const uint16_t *columns; /* of the table of letters */
    const uint16_t *words;   /* one after the other, each from `starts` to the next */
    const int64_t *starts;
    const uint8_t *is_name; /* of each word: it is the name of a Latin letter */
    int32_t *slots;         /* of a hash table: numbers of words */
    const uint16_t *parts;  /* PART_ROOM units each, zeros after the last */
    const uint32_t *begins; /* of each unit: a bit for each part that begins with it */
    const double *letter_weights; /* a row a column of letters, `tag_count` columns */
    const double *word_weights;   /* a row a small word, as many columns */
    int64_t tag_count;
    int64_t width;
    int64_t word_count;
    int64_t small_count; /* words with a smaller number are small words */
    int64_t slot_count;
    int64_t part_count;
    int64_t min_names; /* so many names in a row are an abbreviation */
} Speller;

/* Where the answers are written. */
typedef struct {
    uint32_t *letters; /* a row a text, `width` columns */
    int64_t *numbers;  /* of each text: words, their letters, signs, and each part */
    double *by_letters; /* a row a text, `tag_count` columns: the weights of its letters, added */
    double *by_words;   /* and those of its small words */
    int32_t *found;     /* the numbers of the small words, text by text */
    int64_t room;      /* of `found` */
    int64_t *ends;     /* of each text in `found` */
    uint16_t *bare;    /* for one text and a unit more */
    int64_t bare_room;
} Answers;

static int64_t first_slot(const Speller *speller, const uint16_t *word, int64_t size)
{
    uint64_t hash = 14695981039346656037u;
    for (int64_t i = 0; i < size; i++)
        hash = (hash ^ word[i]) * 1099511628211u;
    return (int64_t)((hash ^ hash >> 32) & (uint64_t)(speller->slot_count - 1));
}

/* Fill the slots, which are all free. */
void fill_spelling_slots(const Speller *speller)
{
    for (int64_t number = 0; number < speller->word_count; number++) {
        int64_t start = speller->starts[number], size = speller->starts[number + 1] - start;
        int64_t slot = first_slot(speller, speller->words + start, size);
        while (speller->slots[slot] >= 0)
            slot = (slot + 1) & (speller->slot_count - 1);
        speller->slots[slot] = (int32_t)number;
    }
}

/* Return the number of a word; `word_count` where it is not known. */
static int64_t number_of(const Speller *speller, const uint16_t *word, int64_t size)
{
    int64_t slot = first_slot(speller, word, size);
    int32_t number;
    for (; (number = speller->slots[slot]) >= 0; slot = (slot + 1) & (speller->slot_count - 1)) {
        int64_t start = speller->starts[number];
        if (speller->starts[number + 1] - start == size &&
            !memcmp(speller->words + start, word, (size_t)size * sizeof *word))
            return number;
    }
    return speller->word_count;
}

/* How much had been counted before a run of names. */
typedef struct {
    int64_t names;
    int64_t words;
    int64_t letters;
    int64_t found;
} Run;

/* Forget a run of names that is an abbreviation. */
static int64_t end_run(Run *run, const Speller *speller, int64_t *numbers, int64_t found)
{
    if (run->names >= speller->min_names) {
        numbers[0] = run->words;
        numbers[1] = run->letters;
        found = run->found;
    }
    run->names = 0;
    return found;
}

/* Count the words of a bare text; return where its small words end in `found`, or -1 without room. */
static int64_t count_small_words(const Speller *speller, const Answers *answers, int64_t size,
                                 int64_t *numbers, int64_t found)
{
    const uint16_t *bare = answers->bare;
    Run run = {0, 0, 0, 0};
    for (int64_t i = 0; i < size;) {
        int64_t start = i;
        while (i < size && speller->kinds[bare[i]] == SPELLING_WORD)
            i++;
        if (i == start) {
            i++;
            continue;
        }
        int64_t number = number_of(speller, bare + start, i - start);
        if (number < speller->word_count && speller->is_name[number]) {
            if (!run.names++) {
                run.words = numbers[0];
                run.letters = numbers[1];
                run.found = found;
            }
        } else {
            found = end_run(&run, speller, numbers, found);
        }
        numbers[0]++;
        numbers[1] += i - start;
        if (number < speller->small_count) {
            if (found == answers->room)
                return -1;
            answers->found[found++] = (int32_t)number;
        }
    }
    return end_run(&run, speller, numbers, found);
}

static int is_part(const uint16_t *part, const uint16_t *bare, int64_t size)
{
    for (int64_t i = 0; i < PART_ROOM && part[i]; i++)
        if (i == size || bare[i] != part[i])
            return 0;
    return 1;
}

static void count_parts(const Speller *speller, const uint16_t *bare, int64_t size, int64_t *counts)
{
    for (int64_t i = 0; i < size; i++) {
        uint32_t begun = speller->begins[bare[i]];
        for (int64_t number = 0; begun; number++, begun >>= 1)
            if (begun & 1)
                counts[number] += is_part(speller->parts + number * PART_ROOM, bare + i, size - i);
    }
}

static void add_weights(double *sums, const double *weights, int64_t count, double factor)
{
    for (int64_t i = 0; i < count; i++)
        sums[i] += factor * weights[i];
}

/* Count what stands in each text. Text n goes from `bounds[n]` to `bounds[n + 1]`, with the space
 * after it; there is one before the first. Returns -1 where there is no room. */
int spell(const Speller *speller, const uint16_t *units, const int64_t *bounds, int64_t texts,
          const Answers *answers)
{
    const int64_t width = 3 + speller->part_count, tags = speller->tag_count;
    int64_t found = 0;
    for (int64_t text = 0; text < texts; text++) {
        uint32_t *letters = answers->letters + text * speller->width;
        int64_t *numbers = answers->numbers + text * width;
        int64_t size = 1, first = found;
        if (bounds[text + 1] - bounds[text] + 1 > answers->bare_room)
            return -1;
        answers->bare[0] = ' ';
        for (int64_t i = bounds[text]; i < bounds[text + 1]; i++) {
            uint16_t unit = units[i];
            uint8_t kind = speller->kinds[unit];
            letters[speller->columns[unit]]++;
            if (kind <= SPELLING_WORD)
                answers->bare[size++] = speller->folded[unit];
            else
                numbers[2] += kind == SPELLING_SIGN;
        }
        found = count_small_words(speller, answers, size, numbers, found);
        if (found < 0)
            return -1;
        answers->ends[text] = found;
        count_parts(speller, answers->bare, size, numbers + 3);
        for (int64_t i = 0; i < speller->width; i++)
            if (letters[i])
                add_weights(answers->by_letters + text * tags, speller->letter_weights + i * tags,
                            tags, letters[i]);
        for (int64_t i = first; i < found; i++)
            add_weights(answers->by_words + text * tags,
                        speller->word_weights + answers->found[i] * tags, tags, 1);
    }
    return 0;
}
