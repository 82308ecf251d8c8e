// Package catalogue holds the error codes of Twilio: a sorted array that is generated from
// the table of package codes. It is a package of its own because the table itself, which
// only the generator and the tests read, must not become a part of programs.
package catalogue

import (
	"iter"
	"slices"
	"sort"
)

// Row is one error code.
type Row struct {
	Code     uint32
	Category uint8 // index into the categories of package codes
	Retry    uint8 // 0 never, 1 later, 2 now
	Title    string
	Advice   string // to an engineer, in one to three sentences
}

// Find returns the row of a code, and false when the catalogue does not have the code.
func Find(code int) (row Row, found bool) {
	i := sort.Search(len(rows), func(i int) bool { return int64(rows[i].Code) >= int64(code) })
	if i == len(rows) || int64(rows[i].Code) != int64(code) {
		return Row{}, false
	}
	return rows[i], true
}

// Len returns the number of codes.
func Len() int { return len(rows) }

// All returns every row, by ascending codes.
func All() iter.Seq[Row] { return slices.Values(rows[:]) }
