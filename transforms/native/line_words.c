/* Which of many words each line of a text has: one step of an automaton a character (Aho and
 * Corasick, 1975).
 *
 * The rule is in Python (transforms/native/line_words.py), and tests hold both equal.
 *
 * Memory: as in kernel.c. `classes` has 65,536 rows, each less than 1 << shift; `next` has 1 << shift
 * columns, and each of its cells is the number of a row.
 */

#include <stdint.h>

typedef struct {
    const uint16_t *classes; /* of each UTF-16 unit */
    const uint16_t *next;    /* one row a state, one column a class */
    const uint64_t *answers; /* of each state: one bit a question */
    int64_t shift;
    int64_t line_start; /* the state after a line end */
} Words;

/* Write which questions have a word in each line of a text; return how many lines it has, or -1
 * where there is no room for them. */
int64_t find_line_words(const Words *words, const uint16_t *units, int64_t count, uint64_t *found,
                        int64_t room)
{
    const uint16_t *classes = words->classes, *next = words->next;
    const uint64_t *answers = words->answers;
    const int64_t shift = words->shift, line_start = words->line_start;
    uint64_t answer = 0;
    int64_t state = line_start, line = 0, i;
    for (i = 0; i <= count; i++) {
        uint16_t unit = i < count ? units[i] : '\n';
        state = next[state << shift | classes[unit]];
        answer |= answers[state];
        if (unit == '\n') {
            if (line == room)
                return -1;
            found[line++] = answer;
            answer = 0;
            state = line_start;
        }
    }
    return line;
}
