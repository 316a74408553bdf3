// phieu: validation of reports. Written from pkg/c/src by cbindgen; change it there.

#ifndef PHIEU_H
#define PHIEU_H

#include <stdbool.h>
#include <stddef.h>

// What belongs to whom:
// What a function of this header returns as `phieu_validator *` or `phieu_result *` is yours: free it once, with the function
// of its kind. Texts go in as a pointer and a length in bytes, are UTF-8, and are read only during the call. Texts come out as
// a pointer into the thing they belong to: they end with a NUL, are never NULL unless it says so, and live as long as it does.
// NULL is a value like any other, never a crash: freeing it does nothing, asking it for anything gives an error as data.


// What came of a check.
typedef struct phieu_result phieu_result;

// A form, ready to check reports; or what is wrong with it.
typedef struct phieu_validator phieu_validator;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Makes a validator of a form's file, in the spelling that the name's ending tells: .toml, .json, .xlsx, .ods, .xml, .md.
// Nothing is opened: the bytes are in `data`. Never NULL; ask `phieu_validator_error` whether the form can be used.
// To be freed with `phieu_validator_free`. Threads may share it.
//
// # Safety
//
// `file` and `data` point to as many bytes as their lengths say, or are NULL.
phieu_validator *phieu_validator_new(const char *file,
                                     size_t file_length,
                                     const unsigned char *data,
                                     size_t data_length);

// What is wrong with the form, as JSON `{"code","message","findings":[…]}`; NULL where nothing is and it can be used.
// Lives as long as the validator. `length`, unless NULL, becomes its length in bytes without the NUL.
//
// # Safety
//
// `validator` comes from `phieu_validator_new` and is not freed, or is NULL; `length` may be written, or is NULL.
const char *phieu_validator_error(const phieu_validator *validator,
                                  size_t *length);

// Frees a validator. NULL is let be.
//
// # Safety
//
// `validator` comes from `phieu_validator_new` and is not freed, or is NULL. No other thread is using it.
void phieu_validator_free(phieu_validator *validator);

// The verdict on a report, both as JSON: `{"issues":[…],"valid":true,"values":{…}}`, the same bytes as in every other language.
// `context` is what the check may know from outside, as JSON; NULL is nothing. `language` is a tag such as `vi` or `en`; NULL
// is Vietnamese. Never NULL; to be freed with `phieu_result_free`.
//
// # Safety
//
// `validator` comes from `phieu_validator_new` and is not freed, or is NULL; the texts point to as many bytes as their lengths
// say, or are NULL.
phieu_result *phieu_check(const phieu_validator *validator,
                          const char *report,
                          size_t report_length,
                          const char *context,
                          size_t context_length,
                          const char *language,
                          size_t language_length);

// The calculated values of a report, as JSON, nested like its answers. Everything else is as for `phieu_check`.
//
// # Safety
//
// As for `phieu_check`.
phieu_result *phieu_calculate(const phieu_validator *validator,
                              const char *report,
                              size_t report_length,
                              const char *context,
                              size_t context_length,
                              const char *language,
                              size_t language_length);

// The shape of the form's answers as JSON Schema 2020-12. Never NULL; to be freed with `phieu_result_free`.
//
// # Safety
//
// `validator` comes from `phieu_validator_new` and is not freed, or is NULL.
phieu_result *phieu_schema(const phieu_validator *validator);

// Whether it is what was asked for. If not, its text is the error, as JSON `{"code","message"}`.
//
// # Safety
//
// `result` comes from a function of this header and is not freed, or is NULL.
bool phieu_result_ok(const phieu_result *result);

// The text: what was asked for, or the error. Never NULL; lives as long as the result.
// `length`, unless NULL, becomes its length in bytes without the NUL.
//
// # Safety
//
// `result` comes from a function of this header and is not freed, or is NULL; `length` may be written, or is NULL.
const char *phieu_result_text(const phieu_result *result,
                              size_t *length);

// Frees a result. NULL is let be.
//
// # Safety
//
// `result` comes from a function of this header and is not freed, or is NULL.
void phieu_result_free(phieu_result *result);

// The version of phieu, `0.1.0`. Not to be freed.
const char *phieu_version(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* PHIEU_H */
