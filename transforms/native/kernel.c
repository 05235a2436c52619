/* One look at each character of many texts: canonical forms, letters by script, words, sentences,
 * and pages that need no repair.
 *
 * The rules are those in Python (transforms/text, transforms/encoding), and tests hold both equal.
 * What a rule decides about single characters comes in tables. A text with anything out of the
 * ordinary is left to the rule.
 *
 * Memory: a function reads the buffers that it is given between the bounds that it is given, writes
 * no further than `room`, allocates nothing and keeps nothing. Every index into a table is a
 * uint16_t, and the tables have 65,536 rows. Names in capitals come from traits.py.
 */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "utf8.h"

typedef struct {
    const uint32_t *form; /* FORM_* above 16 bits, and what the character becomes */
    const uint32_t *word;
    const uint32_t *page;
    const uint8_t *script;
    const uint8_t *combining;
    const uint16_t *mistaken;
    const uint16_t *begins_later;
    const uint16_t *ends_first;
    const uint16_t *ends_later;
    const uint16_t *pairs; /* three a row */
    int64_t pair_count;
} Tables;

/* Of the rules for whole pages. */
typedef struct {
    /* hard_wraps.py */
    int64_t min_lines;
    int64_t min_exact_lines;
    int64_t min_width;
    int64_t max_width;
    double near_width;
    double min_near_share;
    /* badness.py */
    int64_t min_misplaced;
    int64_t min_accented;
    double max_misplaced_share;
    double max_accented_share;
    /* decode.py, extract.py */
    int64_t min_ebcdic_spaces;
    int64_t head_chars;
} Limits;

/* ---- NFC ---- */

typedef struct {
    uint32_t last;      /* the last character; 0 before the first */
    uint8_t last_class; /* its combining class */
    int32_t mark_count; /* marks in a row */
} Composer;

enum { STABLE, COMPOSED, UNSURE };

/* More marks in a row than this: a long text then takes the stream-safe form. */
enum { MOST_MARKS = 30 };

static uint16_t composite(const Tables *tables, uint32_t first, uint32_t second)
{
    int64_t low = 0, high = tables->pair_count;
    uint32_t wanted = first << 16 | second;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        const uint16_t *row = tables->pairs + 3 * middle;
        uint32_t key = (uint32_t)row[0] << 16 | row[1];
        if (key == wanted)
            return row[2];
        if (key < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* Take the next character of a text. COMPOSED: it and the last one are the character `last` now.
 * UNSURE: whether the text is in NFC takes the whole algorithm. */
static int compose(Composer *composer, const Tables *tables, uint16_t unit)
{
    uint32_t bits = tables->page[unit];
    uint8_t class = tables->combining[unit];
    if (!class && !(bits & (PAGE_SECOND | PAGE_ODD))) {
        composer->last = unit;
        composer->last_class = 0;
        composer->mark_count = 0;
        return STABLE;
    }
    if (bits & PAGE_ODD)
        return UNSURE;
    composer->mark_count = class ? composer->mark_count + 1 : 0;
    if (composer->mark_count > MOST_MARKS || (class && composer->last_class > class))
        return UNSURE;
    if (bits & PAGE_SECOND && composer->last) {
        /* A mark between the two, or a first that is two already: their order may change. */
        if (composer->last_class || tables->page[(uint16_t)composer->last] & PAGE_COMPOSED)
            return UNSURE;
        uint16_t whole = composite(tables, composer->last, unit);
        if (whole) {
            composer->last = whole;
            composer->last_class = 0;
            composer->mark_count = 0;
            return COMPOSED;
        }
    }
    composer->last = unit;
    composer->last_class = class;
    return STABLE;
}

/* ---- canonical forms ---- */

/* What to do with a form. */
enum { FORM_IS_DONE, FORM_IS_FOR_THE_RULE, FORM_MAY_COMPOSE };

typedef struct {
    uint16_t *units;
    int64_t count;
    int64_t run_start; /* of separators */
    int in_run;
    int after_digit;
    int after_space;
    uint16_t previous; /* the last folded character, written or not; 0 before the first */
    uint32_t seen;
} Form;

static void add_separator(Form *form, uint16_t folded)
{
    if (!form->after_digit)
        return;
    if (!form->in_run) {
        form->in_run = 1;
        form->run_start = form->count;
        form->after_space = 0;
    }
    if (!(folded == ' ' && form->after_space))
        form->units[form->count++] = folded;
    form->after_space = folded == ' ';
}

/* Add a character that stays; return 0 where the rule must decide. */
static int add_letter(Form *form, uint16_t folded, int is_digit)
{
    if (form->in_run) {
        if (!is_digit)
            form->count = form->run_start;
        form->in_run = 0;
    }
    form->after_digit = is_digit;
    if (folded == HAMZA || folded == HAMZA_BELOW) {
        if (folded != HAMZA || !form->count || form->units[form->count - 1] != HEH)
            return 0;
        form->units[form->count - 1] = HEH_WITH_HAMZA;
        return 1;
    }
    form->units[form->count++] = folded;
    return 1;
}

static int is_composed(const Form *form, const Tables *tables)
{
    Composer composer = {0, 0, 0};
    for (int64_t i = 0; i < form->count; i++)
        if (compose(&composer, tables, form->units[i]) != STABLE)
            return 0;
    return 1;
}

/* Fold units that stay or are dropped whatever is around them; return how many.
 *
 * One branch a unit: where the next space is, no processor foretells. */
static int64_t fold_plain(Form *form, const Tables *tables, const uint16_t *units, int64_t size)
{
    uint16_t *out = form->units + form->count;
    int64_t i = 0;
    for (; i < size; i++) {
        uint32_t entry = tables->form[units[i]], bits = entry >> 16;
        if (bits & FORM_NOT_PLAIN)
            break;
        *out = (uint16_t)entry;
        out += !(bits & FORM_SEPARATOR);
    }
    form->count = out - form->units;
    if (i)
        form->previous = (uint16_t)tables->form[units[i - 1]];
    return i;
}

/* Return what the next character that is not dropped becomes, and move `at` there; 0 at the end. */
static uint32_t next_entry(const Tables *tables, const uint16_t *units, int64_t size, int64_t *at)
{
    while (++*at < size) {
        uint32_t entry = tables->form[units[*at]];
        if (!(entry >> 16 & FORM_DROPPED))
            return entry;
    }
    return 0;
}

static int is_before_number(const Tables *tables, uint16_t folded)
{
    return tables->form[folded] >> 16 & FORM_BEFORE_NUMBER;
}

/* Check whether a point opens a number, after another character. */
static int is_bare_point(const Tables *tables, const uint16_t *units, int64_t size, int64_t at,
                         uint16_t previous)
{
    return is_before_number(tables, previous) && previous != '=' &&
           next_entry(tables, units, size, &at) >> 16 & FORM_DIGIT;
}

/* Check whether a sign is that of a number: a digit comes next, or after a currency or a point. */
static int is_sign(const Tables *tables, const uint16_t *units, int64_t size, int64_t at,
                   uint16_t previous)
{
    if (!is_before_number(tables, previous) || previous == '-' || previous == EN_DASH)
        return 0;
    uint16_t sign = (uint16_t)tables->form[units[at]];
    uint32_t entry = next_entry(tables, units, size, &at);
    if (entry >> 16 & FORM_CURRENCY) {
        sign = (uint16_t)entry;
        entry = next_entry(tables, units, size, &at);
    }
    if ((uint16_t)entry == '.')
        return is_bare_point(tables, units, size, at, sign);
    return entry >> 16 & FORM_DIGIT;
}

/* Fold the unit at `at`; return 0 where the rule must decide. */
static int fold_unit(Form *form, const Tables *tables, const uint16_t *units, int64_t size,
                     int64_t at)
{
    uint32_t bits = tables->form[units[at]] >> 16;
    uint16_t folded = (uint16_t)tables->form[units[at]], previous = form->previous;
    form->seen |= bits;
    if (bits & FORM_ODD)
        return 0;
    if (bits & FORM_DROPPED)
        return 1;
    form->previous = folded;
    if (bits & FORM_OPENING) {
        if (folded != '.' && is_sign(tables, units, size, at, previous))
            return add_letter(form, MINUS, 0);
        if (folded == '.' && is_bare_point(tables, units, size, at, previous))
            add_letter(form, '0', 1);
    }
    if (!(bits & FORM_SEPARATOR))
        return add_letter(form, folded, (bits & FORM_DIGIT) != 0);
    add_separator(form, folded);
    return 1;
}

/* Fold `size` units into a form, which has no more than twice as many. */
static int fold(Form *form, const Tables *tables, const uint16_t *units, int64_t size)
{
    for (int64_t i = 0; i < size; i++) {
        if (!form->after_digit) {
            i += fold_plain(form, tables, units + i, size - i);
            if (i == size)
                break;
        }
        if (!fold_unit(form, tables, units, size, i))
            return FORM_IS_FOR_THE_RULE;
    }
    if (form->in_run)
        form->count = form->run_start;
    if (form->seen & FORM_JOINER && form->seen & FORM_VIRAMA)
        return FORM_IS_FOR_THE_RULE;
    if (form->seen & FORM_COMPOSING && !is_composed(form, tables))
        return FORM_MAY_COMPOSE;
    return FORM_IS_DONE;
}

/* Write the canonical forms of texts in UTF-8, one after the other.
 *
 * Text n is units[ends[n] + 1 .. ends[n + 1]). `scratch` has room for `scratch_room` units, twice
 * the longest text; `out` for `room` bytes, three a unit of the texts. out_ends[n] is where form n
 * ends; outcomes[n] says what to do with it. Return 0, or -1 where there is no room. */
int canonical_forms(const Tables *tables, const uint16_t *units, const int64_t *ends, int64_t texts,
                    uint16_t *scratch, int64_t scratch_room, uint8_t *out, int64_t room,
                    int64_t *out_ends, uint8_t *outcomes)
{
    int64_t written = 0;
    for (int64_t text = 0; text < texts; text++) {
        int64_t size = ends[text + 1] - ends[text] - 1;
        if (size < 0 || 2 * size > scratch_room || room - written < 3 * size)
            return -1;
        Form form = {.units = scratch};
        outcomes[text] = (uint8_t)fold(&form, tables, units + ends[text] + 1, size);
        if (outcomes[text] != FORM_IS_FOR_THE_RULE)
            for (int64_t i = 0; i < form.count; i++)
                written += put_utf8(out + written, scratch[i]);
        out_ends[text] = written;
    }
    return 0;
}

/* ---- letters by script ---- */

/* Count the characters of each script number in each text: 256 numbers a text. */
void count_letters(const Tables *tables, const uint16_t *units, const int64_t *ends, int64_t texts,
                   uint32_t *counts)
{
    for (int64_t text = 0; text < texts; text++) {
        uint32_t *own = counts + 256 * text;
        for (int64_t i = ends[text] + 1; i < ends[text + 1]; i++)
            own[tables->script[units[i]]]++;
    }
}

/* ---- words ---- */

/* Check whether one mark between two runs that are plainly words makes them one. */
static int is_bridge(uint32_t before, uint32_t mark, uint32_t after)
{
    return (mark & WORD_MID_LETTER && before & after & WORD_ALETTER) ||
           (mark & WORD_MID_NUMBER && before & after & WORD_NUMBER) ||
           (mark & WORD_MID_HEBREW && before & after & WORD_HEBREW);
}

/* Count the words of each text. Pieces that are not plainly words are for the rule: from
 * pieces[2 * k] to pieces[2 * k + 1], of the text before which first_pieces[text] come. Return the
 * number of pieces, or -1 where there is no room for them. */
int64_t count_words(const Tables *tables, const uint16_t *units, const int64_t *ends, int64_t texts,
                    int64_t *counts, int64_t *first_pieces, int64_t *pieces, int64_t room)
{
    const uint32_t outside = WORD_SPACE | WORD_AROUND;
    const uint32_t mid = WORD_MID_LETTER | WORD_MID_NUMBER | WORD_MID_HEBREW;
    int64_t found = 0;
    for (int64_t text = 0; text < texts; text++) {
        int64_t i = ends[text] + 1, end = ends[text + 1], count = 0;
        first_pieces[text] = found;
        while (i < end) {
            while (i < end && tables->word[units[i]] & outside)
                i++;
            if (i == end)
                break;
            /* Runs with one mark between them, which may be one word. */
            int64_t start = i, words = 1;
            int is_odd = 0;
            for (;;) {
                uint32_t bits = tables->word[units[i]], last = 0;
                is_odd |= !(bits & WORD_BEGINNING);
                for (; i < end && !((bits = tables->word[units[i]]) & outside); i++) {
                    is_odd |= !(bits & WORD_CONTINUING);
                    if (!(bits & WORD_EXTEND))
                        last = bits;
                }
                if (end - i < 2 || !(bits & WORD_AROUND) || !(bits & mid))
                    break;
                uint32_t after = tables->word[units[i + 1]];
                if (after & outside)
                    break;
                words += !is_bridge(last, bits, after);
                i++;
            }
            if (!is_odd) {
                count += words;
                continue;
            }
            if (room - 2 * found < 2)
                return -1;
            pieces[2 * found] = start;
            pieces[2 * found + 1] = i;
            found++;
        }
        counts[text] = count;
    }
    first_pieces[texts] = found;
    return found;
}

/* ---- sentences ---- */

/* Check whether what is before a point is no initial, list number or other point. */
static int is_after_word(const Tables *tables, const uint16_t *units, int64_t start, int64_t i)
{
    if (i == start)
        return 1;
    uint32_t before = tables->word[units[i - 1]];
    if (before & WORD_POINT)
        return 0;
    if (before & WORD_CAPITAL)
        return i - 1 > start && tables->word[units[i - 2]] & WORD_CHAR;
    int64_t digit = i;
    while (digit > start && i - digit < 3 && tables->word[units[digit - 1]] & WORD_DIGIT)
        digit--;
    return digit == i || (digit > start && units[digit - 1] != '\n');
}

/* Check whether a mark ends a sentence that may not: a point, or `!` or `?`. */
static int ends_sentence(const Tables *tables, const uint16_t *units, int64_t start, int64_t end,
                         int64_t i)
{
    const uint32_t word = WORD_CAPITAL | WORD_SMALL | WORD_DIGIT;
    if (!(tables->word[units[i]] & WORD_POINT)) {
        if (i + 1 == end)
            return 1;
        uint16_t after = units[i + 1];
        return !(tables->word[after] & word) && after != '=' && after != '&';
    }
    if (!is_after_word(tables, units, start, i))
        return 0;
    while (i < end && tables->word[units[i]] & WORD_POINT)
        i++;
    if (i < end && tables->word[units[i]] & word)
        return 0;
    while (i < end && !(tables->word[units[i]] & (WORD_LETTER | WORD_DIGIT | WORD_STOP)))
        i++;
    return i == end || !(tables->word[units[i]] & WORD_SMALL);
}

/* Count the sentences of each text. */
void count_sentences(const Tables *tables, const uint16_t *units, const int64_t *ends,
                     int64_t texts, int64_t *counts)
{
    for (int64_t text = 0; text < texts; text++) {
        int64_t start = ends[text] + 1, end = ends[text + 1], count = 0;
        int has_word = 0;
        for (int64_t i = start; i < end; i++) {
            uint32_t bits = tables->word[units[i]];
            if (bits & (WORD_ENDING | WORD_MAY_END)) {
                int is_end;
                if (bits & WORD_MAY_END)
                    is_end = ends_sentence(tables, units, start, end, i);
                else
                    is_end = bits & WORD_SPACE ||
                             !(i > start && i + 1 < end &&
                               tables->word[units[i - 1]] & tables->word[units[i + 1]] & WORD_DIGIT);
                if (is_end) {
                    count += has_word;
                    has_word = 0;
                }
            }
            has_word |= (bits & WORD_OF_WORD) != 0;
        }
        counts[text] = count + has_word;
    }
}

/* ---- pages that need no repair ---- */

/* Read a character of UTF-8 of three or four bytes at `at`; return them, or 0 where there is none. */
static int get_long_utf8(const uint8_t *from, int64_t size, int64_t at, uint32_t *code)
{
    uint8_t first = from[at];
    int64_t rest = size - at;
    if (first < 0xE0 || first > 0xF4)
        return 0;
    if (rest < 3 || (from[at + 1] & 0xC0) != 0x80 || (from[at + 2] & 0xC0) != 0x80)
        return 0;
    if (first < 0xF0) {
        *code = (uint32_t)(first & 0x0F) << 12 | (uint32_t)(from[at + 1] & 0x3F) << 6 |
                (from[at + 2] & 0x3F);
        return *code < 0x800 || (*code >= 0xD800 && *code < 0xE000) ? 0 : 3;
    }
    if (rest < 4 || (from[at + 3] & 0xC0) != 0x80)
        return 0;
    *code = (uint32_t)(first & 0x07) << 18 | (uint32_t)(from[at + 1] & 0x3F) << 12 |
            (uint32_t)(from[at + 2] & 0x3F) << 6 | (from[at + 3] & 0x3F);
    return *code < 0x10000 || *code > 0x10FFFF ? 0 : 4;
}

/* Read a character of UTF-8 at `at`; return its bytes, or 0 where there is none. */
static inline int get_utf8(const uint8_t *from, int64_t size, int64_t at, uint32_t *code)
{
    uint8_t first = from[at];
    if (first < 0x80) {
        *code = first;
        return 1;
    }
    if (first >= 0xC2 && first < 0xE0 && size - at > 1 && (from[at + 1] & 0xC0) == 0x80) {
        *code = (uint32_t)(first & 0x1F) << 6 | (from[at + 1] & 0x3F);
        return 2;
    }
    return get_long_utf8(from, size, at, code);
}

/* Lines by their lengths, to see whether they may have been broken at a width. */
enum { LENGTHS = 300 };

typedef struct {
    int64_t length;  /* of this line */
    int64_t first;   /* where its first character stands that is no blank, or -1 */
    int64_t last;    /* behind its last one */
    int64_t ended;   /* lines before it */
    int64_t written; /* lines that are not blank */
    int64_t longest; /* of them, without the blanks around it */
    int after_return;
    uint32_t raw[LENGTHS]; /* lines of each length; longer ones are not counted */
    uint32_t stripped[LENGTHS];
} Lines;

static void end_line(Lines *lines)
{
    if (lines->first >= 0) {
        int64_t stripped = lines->last - lines->first;
        lines->written++;
        if (stripped > lines->longest)
            lines->longest = stripped;
        if (lines->length < LENGTHS)
            lines->raw[lines->length]++;
        if (stripped < LENGTHS)
            lines->stripped[stripped]++;
    }
    lines->ended++;
    lines->length = 0;
    lines->first = -1;
}

static void add_to_line(Lines *lines, uint32_t code, uint32_t bits)
{
    if (code == '\n' && lines->after_return) {
        lines->after_return = 0;
        return;
    }
    lines->after_return = code == '\r';
    if (code == '\n' || bits & PAGE_LINE_END) {
        end_line(lines);
        return;
    }
    if (!(bits & PAGE_SPACE)) {
        if (lines->first < 0)
            lines->first = lines->length;
        lines->last = lines->length + 1;
    }
    lines->length++;
}

/* Check whether lines may have been broken by a crawler that counts characters. */
static int may_have_exact_width(const Lines *lines, const Limits *limits)
{
    if (lines->longest > limits->max_width)
        return 0;
    for (int64_t width = limits->min_width; width <= limits->max_width && width < LENGTHS; width++)
        if (lines->raw[width] >= (uint64_t)limits->min_exact_lines)
            return 1;
    return 0;
}

/* Check whether lines may have been broken between words, as `_word_width` measures them. */
static int may_have_word_width(const Lines *lines, const Limits *limits)
{
    if (lines->written < limits->min_lines)
        return 0;
    int64_t width = 0, below = lines->stripped[0], wanted = lines->written * 9 / 10;
    while (below <= wanted && width < LENGTHS - 1)
        below += lines->stripped[++width];
    if (below <= wanted || width < limits->min_width || width > limits->max_width ||
        lines->longest > 2 * width)
        return 0;
    int64_t near = 0;
    for (int64_t length = 0; length < LENGTHS; length++) {
        int64_t distance = length < width ? width - length : length - width;
        if ((double)distance <= limits->near_width * (double)width)
            near += lines->stripped[length];
    }
    return (double)near >= limits->min_near_share * (double)lines->written;
}

static int may_be_wrapped(Lines *lines, const Limits *limits)
{
    end_line(lines);
    return lines->ended >= limits->min_exact_lines &&
           (may_have_exact_width(lines, limits) || may_have_word_width(lines, limits));
}

/* What a text may mean that was decoded wrongly, and what counts as damage in it. */
typedef struct {
    uint16_t alive; /* encodings in which all of it so far may be bytes of UTF-8 */
    uint16_t expects_later;
    uint16_t allows_later;
    int64_t misplaced; /* no fewer than `badness` finds */
    int64_t capitals;  /* of these, capitals after small letters */
    int64_t accented;
    int64_t letters;
    int64_t letters_beyond_ascii;
    int has_mojibake;
} Judge;

/* Check whether two neighbours are letters of Latin and of another alphabet. */
static int is_mixed(uint32_t before, uint32_t bits)
{
    return (bits & PAGE_LATIN && before & PAGE_OTHER_LETTER) ||
           (bits & PAGE_OTHER_LETTER && before & PAGE_LATIN);
}

static void judge(Judge *judge, const Tables *tables, uint16_t unit, uint32_t before, uint32_t bits)
{
    if (judge->alive) {
        uint16_t later = tables->begins_later[unit];
        judge->alive &= (uint16_t)(tables->mistaken[unit] & (~judge->expects_later | later) &
                                   (judge->allows_later | ~later));
        judge->expects_later = tables->ends_first[unit];
        judge->allows_later = judge->expects_later | tables->ends_later[unit];
    }
    judge->letters += (bits & PAGE_LETTER) != 0;
    judge->letters_beyond_ascii += bits & PAGE_LETTER && unit > 0x7F;
    judge->accented += (bits & PAGE_ACCENTED) != 0;
    judge->misplaced += is_mixed(before, bits);
    judge->capitals += bits & PAGE_CAPITAL && before & PAGE_SMALL;
    judge->has_mojibake |= bits & PAGE_MOJIBAKE_SYMBOL && before & PAGE_MOJIBAKE_FIRST;
}

static int is_sound(const Judge *judge, const Limits *limits)
{
    if (judge->alive || judge->has_mojibake)
        return 0;
    int64_t misplaced = judge->misplaced + judge->capitals;
    if (misplaced >= limits->min_misplaced &&
        (judge->capitals || (double)misplaced > limits->max_misplaced_share *
                                                    (double)judge->letters_beyond_ascii))
        return 0;
    return judge->accented < limits->min_accented ||
           (double)judge->accented <= limits->max_accented_share * (double)judge->letters;
}

/* The text as it is stored. */
typedef struct {
    uint8_t *bytes;
    int64_t size;
    int64_t room;
    int64_t last_at; /* where the last character begins */
    int64_t chars;
    int64_t blanks; /* spaces and line ends that are written if a character follows */
    int64_t line_ends;
    int after_return;
    int is_visible;
    int is_full;
    Composer composer;
} Page;

static void write_char(Page *page, uint32_t code, const uint8_t *from, int size)
{
    if (page->room - page->size < 4) {
        page->is_full = 1;
        return;
    }
    page->last_at = page->size;
    if (from)
        memcpy(page->bytes + page->size, from, (size_t)size);
    else
        size = put_utf8(page->bytes + page->size, code);
    page->size += size;
    page->chars++;
}

/* Write the spaces and line ends before a character; no more than one blank line. */
static void write_blanks(Page *page)
{
    if (page->size) {
        for (int64_t i = 0; i < page->line_ends && i < 2; i++)
            write_char(page, '\n', NULL, 1);
        for (int64_t i = 0; i < page->blanks; i++)
            write_char(page, ' ', NULL, 1);
        page->composer.last = ' ';
        page->composer.last_class = 0;
        page->composer.mark_count = 0;
    }
    page->blanks = 0;
    page->line_ends = 0;
}

/* Add a character, `size` bytes at `from`; return 0 where the rules must decide. */
static int add_char(Page *page, const Tables *tables, int64_t head_chars, uint32_t code,
                    const uint8_t *from, int size)
{
    uint32_t bits = code < 0x10000 ? tables->page[code] : 0;
    if (bits & PAGE_DROPPED)
        return 1;
    int after_return = page->after_return;
    page->after_return = code == '\r';
    if (code == '\n' || bits & PAGE_LINE_END) {
        if (!(code == '\n' && after_return)) {
            page->line_ends++;
            page->blanks = 0;
        }
        return 1;
    }
    if (code == ' ' || bits & PAGE_BLANK) {
        page->blanks++;
        return 1;
    }
    if (page->blanks | page->line_ends)
        write_blanks(page);
    if (code >= 0x10000) {
        page->composer.last = 0;
        page->composer.last_class = 0;
        page->composer.mark_count = 0;
        write_char(page, code, from, size);
        return 1;
    }
    switch (compose(&page->composer, tables, (uint16_t)code)) {
    case UNSURE:
        return 0;
    case COMPOSED:
        page->size = page->last_at;
        page->chars--;
        write_char(page, page->composer.last, NULL, 0);
        return 1;
    default:
        write_char(page, code, from, size);
    }
    if (bits & PAGE_VISIBLE && page->chars <= head_chars)
        page->is_visible = 1;
    return 1;
}

/* Signs in ASCII that some rule looks for. */
typedef struct {
    int has_reference; /* & before a letter or # */
    int has_semicolon;
    int has_lost;        /* ?? */
    int has_ascii_signs; /* of encodings that look like ASCII, or of JSON */
    int has_space;
    int64_t ebcdic_spaces;
} Signs;

static int is_ascii_letter_or_digit(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

static void note_sign(Signs *signs, const uint8_t *from, int64_t size, int64_t at)
{
    uint8_t byte = from[at], next = at + 1 < size ? from[at + 1] : 0;
    switch (byte) {
    case ' ':
        signs->has_space = 1;
        break;
    case '&':
        signs->has_reference |= next == '#' || is_ascii_letter_or_digit(next);
        break;
    case ';':
        signs->has_semicolon = 1;
        break;
    case '?':
        signs->has_lost |= next == '?';
        break;
    case '@':
        signs->ebcdic_spaces++;
        break;
    case '+':
        signs->has_ascii_signs |= next == '+' || next == '/' || is_ascii_letter_or_digit(next);
        break;
    case '~':
        signs->has_ascii_signs |= next == '{';
        break;
    case '\\':
        signs->has_ascii_signs |= next == 'u';
        break;
    default:
        break;
    }
}

/* Read plain characters, and single spaces between them, from `at`; return their bytes. */
static int64_t plain_run(const Tables *tables, const uint8_t *payload, int64_t size, int64_t at,
                         Judge *found, uint32_t *before, Page *page, Lines *lines,
                         Signs *signs)
{
    /* Characters of ASCII are bytes of UTF-8 in every encoding. */
    uint32_t most = found->alive ? 0x7F : 0xFFFF;
    int64_t end = at, chars = 0, letters = 0, ascii_letters = 0, mixed = 0;
    uint32_t last = 0, last_bits = *before;
    int last_bytes = 0;
    for (;;) {
        uint32_t code;
        int64_t start = end + (chars && end < size && payload[end] == ' ');
        int bytes = start < size ? get_utf8(payload, size, start, &code) : 0;
        if (!bytes || code > most || !(tables->page[code] & PAGE_PLAIN))
            break;
        uint32_t bits = tables->page[code];
        uint32_t is_letter = (bits & PAGE_LETTER) != 0;
        letters += is_letter;
        ascii_letters += is_letter & (code < 0x80);
        if (start > end)
            signs->has_space = 1;
        else
            mixed += is_mixed(last_bits, bits);
        chars += start - end + 1;
        end = start + bytes;
        last = code;
        last_bits = bits;
        last_bytes = bytes;
    }
    if (!chars)
        return 0;
    *before = last_bits;
    if (found->alive) {
        found->alive &= ~found->expects_later;
        found->expects_later = 0;
        found->allows_later = 0;
    }
    found->letters += letters;
    found->letters_beyond_ascii += letters - ascii_letters;
    found->misplaced += mixed;
    if (lines->first < 0)
        lines->first = lines->length;
    lines->length += chars;
    lines->last = lines->length;
    lines->after_return = 0;
    if (page->blanks | page->line_ends)
        write_blanks(page);
    if (page->room - page->size < end - at) {
        page->is_full = 1;
        return end - at;
    }
    memcpy(page->bytes + page->size, payload + at, (size_t)(end - at));
    page->size += end - at;
    page->last_at = page->size - last_bytes;
    page->chars += chars;
    page->after_return = 0;
    page->composer = (Composer){last, 0, 0};
    return end - at;
}

/* Write the normalized text of a payload in UTF-8 that needs no rule but those of single characters:
 * it is neither wrapped nor escaped nor damaged, and its head has a letter or digit. Return its
 * bytes; -1 where the rules must decide. `out` has room for `room` bytes: the text has no more than
 * the payload, and four must be free for each character. */
int64_t plain_page(const Tables *tables, const Limits *limits, const uint8_t *payload,
                   int64_t size, uint8_t *out, int64_t room)
{
    Lines lines;
    memset(&lines, 0, sizeof lines);
    lines.first = -1;
    Judge found = {.alive = 0xFFFF, .allows_later = 0xFFFF};
    Page page = {.bytes = out, .room = room};
    Signs signs = {0, 0, 0, 0, 0, 0};
    uint32_t before = 0;       /* the bits of the last character */
    uint32_t symbol_after = 0; /* it is a symbol after a letter */
    int is_ascii = 1;
    for (int64_t at = 0; at < size;) {
        if (page.is_visible && !symbol_after) {
            int64_t run =
                plain_run(tables, payload, size, at, &found, &before, &page, &lines, &signs);
            if (run) {
                at += run;
                continue;
            }
        }
        uint32_t code;
        int bytes = get_utf8(payload, size, at, &code);
        if (!bytes)
            return -1;
        uint32_t bits = 0;
        if (code < 0x10000) {
            bits = tables->page[code];
            if (bits & PAGE_ODD)
                return -1;
            judge(&found, tables, (uint16_t)code, before, bits);
        } else if (code < 0x1F300 || code > 0x1FAFF) {
            return -1; /* pictures alone are no letters, marks or digits */
        } else {
            found.alive = 0;
        }
        found.misplaced += symbol_after && bits & PAGE_BESIDE_SYMBOL;
        symbol_after = bits & PAGE_SYMBOL && before & PAGE_BESIDE_SYMBOL;
        if (code < 0x80)
            note_sign(&signs, payload, size, at);
        else
            is_ascii = 0;
        add_to_line(&lines, code, bits);
        if (!add_char(&page, tables, limits->head_chars, code, payload + at, bytes))
            return -1;
        before = bits;
        at += bytes;
    }
    if (page.is_full || !page.is_visible || signs.has_lost || (signs.has_reference && signs.has_semicolon))
        return -1;
    if (!signs.has_space && signs.ebcdic_spaces >= limits->min_ebcdic_spaces)
        return -1;
    if (is_ascii ? signs.has_ascii_signs : !is_sound(&found, limits))
        return -1;
    return may_be_wrapped(&lines, limits) ? -1 : page.size;
}
