/* Answers requests from the standard input, so that a whole suite goes through one process.
 *
 * A request is a line of words, then the bytes that the numbers in it announce:
 *   form NAME DATA                     makes the validator that the following requests use
 *   check REPORT CONTEXT LANGUAGE      -1 is NULL
 *   calculate REPORT CONTEXT LANGUAGE
 *   schema
 *   nulls                              everything asked of NULL
 * An answer is a line `1 LENGTH` or, for an error, `0 LENGTH`, then the text. It ends with the input.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phieu.h"

/* The next bytes of the input in a block of exactly that size, so that a read beyond its end is found. */
static char *take(long length) {
    if (length < 0) return NULL;
    char *bytes = malloc(length > 0 ? (size_t)length : 1);
    if (bytes == NULL || fread(bytes, 1, (size_t)length, stdin) != (size_t)length) exit(3);
    return bytes;
}

static size_t size(long length) { return length < 0 ? 0 : (size_t)length; }

static void answer(int ok, const char *text, size_t length) {
    if (strlen(text) != length) exit(4);
    printf("%d %zu\n", ok, length);
    fwrite(text, 1, length, stdout);
    fflush(stdout);
}

static void answer_result(phieu_result *result) {
    size_t length = 0;
    const char *text = phieu_result_text(result, &length);
    answer(phieu_result_ok(result), text, length);
    phieu_result_free(result);
}

static phieu_validator *form(long name_length, long data_length) {
    char *name = take(name_length);
    char *data = take(data_length);
    phieu_validator *validator =
        phieu_validator_new(name, size(name_length), (const unsigned char *)data, size(data_length));
    free(name);
    free(data);
    size_t length = 0;
    const char *error = phieu_validator_error(validator, &length);
    answer(error == NULL, error == NULL ? "" : error, length);
    return validator;
}

typedef phieu_result *ask(const phieu_validator *, const char *, size_t, const char *, size_t, const char *, size_t);

static void report(const phieu_validator *validator, ask *ask, const long lengths[3]) {
    char *texts[3];
    for (int i = 0; i < 3; i++) texts[i] = take(lengths[i]);
    phieu_result *result =
        ask(validator, texts[0], size(lengths[0]), texts[1], size(lengths[1]), texts[2], size(lengths[2]));
    for (int i = 0; i < 3; i++) free(texts[i]); /* before the result is looked at: it must not point into them */
    answer_result(result);
}

static void nulls(void) {
    phieu_validator *refused = phieu_validator_new(NULL, 0, NULL, 7);
    answer(0, phieu_validator_error(refused, NULL), strlen(phieu_validator_error(refused, NULL)));
    answer_result(phieu_check(refused, "{}", 2, NULL, 0, NULL, 0));
    answer_result(phieu_check(NULL, NULL, 5, NULL, 5, NULL, 5));
    answer_result(phieu_calculate(NULL, NULL, 0, NULL, 0, NULL, 0));
    answer_result(phieu_schema(NULL));
    answer_result(NULL);
    answer(0, phieu_validator_error(NULL, NULL), strlen(phieu_validator_error(NULL, NULL)));
    answer(1, phieu_version(), strlen(phieu_version()));
    phieu_validator_free(refused);
    phieu_validator_free(NULL);
    phieu_result_free(NULL);
}

int main(void) {
    phieu_validator *validator = NULL;
    char line[128], word[16];
    while (fgets(line, sizeof line, stdin) != NULL) {
        long lengths[3] = {-1, -1, -1};
        if (sscanf(line, "%15s %ld %ld %ld", word, &lengths[0], &lengths[1], &lengths[2]) < 1) return 2;
        if (strcmp(word, "form") == 0) {
            phieu_validator_free(validator);
            validator = form(lengths[0], lengths[1]);
        } else if (strcmp(word, "check") == 0) {
            report(validator, phieu_check, lengths);
        } else if (strcmp(word, "calculate") == 0) {
            report(validator, phieu_calculate, lengths);
        } else if (strcmp(word, "schema") == 0) {
            answer_result(phieu_schema(validator));
        } else if (strcmp(word, "nulls") == 0) {
            nulls();
        } else {
            return 2;
        }
    }
    phieu_validator_free(validator);
    return 0;
}
