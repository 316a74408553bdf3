// Checks one report from Go: check FORM REPORT [CONTEXT [LANGUAGE]]. Prints the verdict; 0 valid, 1 invalid, 2 unreadable.
//
// Who frees: cgo frees nothing that C made. `Free` of a Form is called once, by whoever made it (`defer`); a result is freed
// here, before `Check` returns, because its text is copied into a Go string. Go's bytes are only read during the call.
//
//	CGO_CFLAGS=-Itarget/c/include CGO_LDFLAGS="-Ltarget/c/lib -Wl,-rpath,$PWD/target/c/lib" go build check.go
package main

// #cgo LDFLAGS: -lphieu
// #include "phieu.h"
import "C"

import (
	"fmt"
	"os"
	"strings"
	"unsafe"
)

// Form is ready to check reports. Goroutines may share it.
type Form struct{ made *C.phieu_validator }

// NewForm reads a form from a file's bytes, in the spelling that the ending of its name tells. Free it also after an error.
func NewForm(name string, data []byte) (Form, error) {
	file, fileLength := chars([]byte(name))
	bytes, length := chars(data)
	form := Form{C.phieu_validator_new(file, fileLength, (*C.uchar)(unsafe.Pointer(bytes)), length)}
	if wrong := C.phieu_validator_error(form.made, nil); wrong != nil {
		return form, fmt.Errorf("%s", C.GoString(wrong))
	}
	return form, nil
}

// Check gives the verdict as JSON. A nil context is none. The error is what is no report of this form.
func (form Form) Check(report, context []byte, language string) (string, error) {
	of, ofLength := chars(report)
	with, withLength := chars(context)
	in, inLength := chars([]byte(language))
	result := C.phieu_check(form.made, of, ofLength, with, withLength, in, inLength)
	defer C.phieu_result_free(result)
	text := C.GoString(C.phieu_result_text(result, nil))
	if !C.phieu_result_ok(result) {
		return "", fmt.Errorf("%s", text)
	}
	return text, nil
}

// Free gives the form back, once. It cannot be used afterwards.
func (form Form) Free() { C.phieu_validator_free(form.made) }

// Bytes as C takes them; nil is NULL.
func chars(bytes []byte) (*C.char, C.size_t) {
	if bytes == nil {
		return nil, 0
	}
	room := make([]byte, len(bytes)+1) // an empty text has an address as well
	copy(room, bytes)
	return (*C.char)(unsafe.Pointer(&room[0])), C.size_t(len(bytes))
}

func run(words []string) (int, error) {
	var files [3][]byte
	for index, name := range words {
		if index < 3 {
			bytes, err := os.ReadFile(name)
			if err != nil {
				return 2, err
			}
			files[index] = bytes
		}
	}
	language := "en"
	if len(words) > 3 {
		language = words[3]
	}
	form, err := NewForm(words[0], files[0])
	defer form.Free()
	if err != nil {
		return 2, err
	}
	verdict, err := form.Check(files[1], files[2], language)
	if err != nil {
		return 2, err
	}
	fmt.Println(verdict)
	if strings.Contains(verdict, `"valid":true`) {
		return 0, nil
	}
	return 1, nil
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "expected: check FORM REPORT [CONTEXT [LANGUAGE]]")
		os.Exit(2)
	}
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}
