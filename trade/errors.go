package trade

import (
	"errors"
	"fmt"
)

// Kind sorts errors by what the person can do about them. Each has an exit code.
type Kind uint8

// The kinds of error.
const (
	Internal Kind = iota // a defect or a failing machine
	Usage                // the question is not well put, or names something unknown
	BadInput             // a file was refused; nothing was stored
	NoData               // the question is good and the lake cannot answer it
	Conflict             // somebody else was faster, or the lake is locked
	Finding              // a check found something
)

// Error is one sentence for the person, where it happened, and the next thing to
// try.
type Error struct {
	Kind   Kind
	Reason string // one sentence without a full stop
	File   string // the file at fault, if one is
	Line   int    // its line, counted from 1; 0 when no line is at fault
	Hint   string // what to do next
	Cause  error  // the error below, if any
}

// Errorf makes an error of a kind; %w wraps a cause.
func Errorf(kind Kind, format string, args ...any) *Error {
	e := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Reason: e.Error(), Cause: errors.Unwrap(e)}
}

// WithHint sets the hint and returns the error.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// At sets the file and line at fault and returns the error.
func (e *Error) At(file string, line int) *Error {
	e.File, e.Line = file, line
	return e
}

// Error returns file, line and reason as one sentence.
func (e *Error) Error() string {
	switch {
	case e.File != "" && e.Line > 0:
		return fmt.Sprintf("%s, line %d: %s", e.File, e.Line, e.Reason)
	case e.File != "":
		return e.File + ": " + e.Reason
	}
	return e.Reason
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// KindOf returns the kind of an error, Internal for any that is not of this
// package.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// HintOf returns the hint of an error, if it has one.
func HintOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Hint
	}
	return ""
}
