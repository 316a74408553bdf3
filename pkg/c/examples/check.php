<?php
// Checks one report from PHP: check.php FORM REPORT [CONTEXT [LANGUAGE]]. Prints the verdict; 0 valid, 1 invalid, 2 unreadable.
//
// Who frees: PHP frees nothing that C made. A Form gives its validator back when PHP lets go of the object; a result is freed in
// `check`, because its text is copied into a PHP string. PHP's strings are only read during the call.
//
//   PHIEU_C=target/c php check.php form.toml report.json
//
// A web server wants `ffi.enable=true`, or the form made once by a preloaded script.

/** What is wrong with a form or a report, as JSON. */
class Refused extends Exception {}

/** A form, ready to check reports. */
class Form
{
    private static ?FFI $library = null;
    private FFI\CData $made;

    /** From a file's bytes, in the spelling that the ending of its name tells. */
    public function __construct(string $name, string $data)
    {
        self::$library ??= self::library(getenv('PHIEU_C') ?: '/usr/local');
        $this->made = self::$library->phieu_validator_new($name, strlen($name), $data, strlen($data));
        $wrong = self::$library->phieu_validator_error($this->made, null);
        if ($wrong !== null) {
            throw new Refused($wrong);
        }
    }

    public function __destruct()
    {
        self::$library->phieu_validator_free($this->made);
    }

    /** The verdict as JSON. A context of null is none. */
    public function check(string $report, ?string $context = null, string $language = 'vi'): string
    {
        $of = [$report, strlen($report), $context, strlen($context ?? ''), $language, strlen($language)];
        $result = self::$library->phieu_check($this->made, ...$of);
        $text = self::$library->phieu_result_text($result, null);
        $ok = self::$library->phieu_result_ok($result);
        self::$library->phieu_result_free($result);
        return $ok ? $text : throw new Refused($text);
    }

    /** The header as PHP reads it: without a preprocessor, and a string is a `char *`, never an unsigned one. */
    private static function library(string $prefix): FFI
    {
        $header = file_get_contents("$prefix/include/phieu.h");
        $header = preg_replace(['/^#ifdef __cplusplus.*?^#endif.*?$/ms', '/^#.*$/m'], '', $header);
        return FFI::cdef(str_replace('unsigned char', 'char', $header), "$prefix/lib/libphieu.so");
    }
}

if ($argc < 3) {
    fwrite(STDERR, "expected: check.php FORM REPORT [CONTEXT [LANGUAGE]]\n");
    exit(2);
}
try {
    $form = new Form($argv[1], file_get_contents($argv[1]));
    $context = isset($argv[3]) ? file_get_contents($argv[3]) : null;
    $verdict = $form->check(file_get_contents($argv[2]), $context, $argv[4] ?? 'en');
    echo "$verdict\n";
    exit(json_decode($verdict)->valid ? 0 : 1);
} catch (Refused $refused) {
    fwrite(STDERR, $refused->getMessage() . "\n");
    exit(2);
}
