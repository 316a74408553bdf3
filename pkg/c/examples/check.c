/* Checks one report: check FORM REPORT [CONTEXT [LANGUAGE]]. Prints the verdict; 0 valid, 1 invalid, 2 unreadable. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phieu.h"

/* A whole file, or NULL; to be freed. */
static char *read_file(const char *name, size_t *length) {
    FILE *file = fopen(name, "rb");
    if (file == NULL) return NULL;
    char *bytes = NULL;
    size_t room = 0, count = 0;
    do {
        room = room == 0 ? 65536 : room * 2;
        char *more = realloc(bytes, room);
        if (more == NULL) break;
        bytes = more;
        count += fread(bytes + count, 1, room - count, file);
    } while (count == room);
    fclose(file);
    *length = count;
    return bytes;
}

int main(int count, char **words) {
    if (count < 3) {
        fprintf(stderr, "expected: check FORM REPORT [CONTEXT [LANGUAGE]]\n");
        return 2;
    }
    size_t form_length = 0, report_length = 0, context_length = 0;
    char *form = read_file(words[1], &form_length);
    char *report = read_file(words[2], &report_length);
    char *context = count > 3 ? read_file(words[3], &context_length) : NULL;
    const char *language = count > 4 ? words[4] : "en";
    int code = 2;

    phieu_validator *validator =
        phieu_validator_new(words[1], strlen(words[1]), (const unsigned char *)form, form_length);
    if (phieu_validator_error(validator, NULL) != NULL) {
        fprintf(stderr, "%s\n", phieu_validator_error(validator, NULL));
    } else {
        phieu_result *verdict =
            phieu_check(validator, report, report_length, context, context_length, language, strlen(language));
        fprintf(phieu_result_ok(verdict) ? stdout : stderr, "%s\n", phieu_result_text(verdict, NULL));
        if (phieu_result_ok(verdict)) code = strstr(phieu_result_text(verdict, NULL), "\"valid\":true") != NULL ? 0 : 1;
        phieu_result_free(verdict);
    }
    phieu_validator_free(validator);
    free(form);
    free(report);
    free(context);
    return code;
}
