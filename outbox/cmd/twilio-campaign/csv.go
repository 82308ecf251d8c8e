package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxRecord bounds one line of a CSV file, in bytes, with the line breaks in its quoted values. A
// quotation mark that is never closed would otherwise take the whole file into memory.
const maxRecord = 1 << 20

// table is a CSV file whose first line names the columns. It can be read again and again.
type table struct {
	file    io.ReadSeeker
	comma   rune
	columns []string
	to      int  // the place of the column of the numbers
	found   bool // that column was found by its name
}

// record is one line of a table.
type record struct {
	line    int
	values  []string // one for each column, valid until the next record; nil when there is a problem
	problem string   // what is wrong with the line
}

// errTooLong is the error of a record without an end.
var errTooLong = errors.New("a line has more than a million bytes: is a quotation mark not closed?")

// openTable reads the first line of a CSV file. The delimiter and the name of the column of the
// numbers may be "": then they are found if there is no doubt.
func openTable(file io.ReadSeeker, delimiter, to string) (*table, error) {
	t := &table{file: file}
	var err error
	if t.comma, err = t.readDelimiter(delimiter); err != nil {
		return nil, err
	}
	r, err := t.open(io.Discard)
	if err != nil {
		return nil, err
	}
	if t.columns, err = r.header(); err != nil {
		return nil, err
	}
	if err := t.findNumbers(to); err != nil {
		return nil, err
	}
	return t, nil
}

// reader reads the records of a table from its beginning.
type reader struct {
	*csv.Reader

	bound *bounded
}

// open begins to read. All that is read is also written to sum.
func (t *table) open(sum io.Writer) (*reader, error) {
	if _, err := t.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	bound := &bounded{r: io.TeeReader(t.file, sum), left: maxRecord}
	buffered := bufio.NewReaderSize(bound, 64<<10)
	if err := skipMark(buffered); err != nil {
		return nil, err
	}
	r := &reader{csv.NewReader(buffered), bound}
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	if t.comma != 0 {
		r.Comma = t.comma
	}
	return r, nil
}

// skipMark skips the byte order mark of UTF-8, and refuses UTF-16.
func skipMark(r *bufio.Reader) error {
	const longest = 3
	switch mark, _ := r.Peek(longest); {
	case bytes.HasPrefix(mark, []byte("\xef\xbb\xbf")):
		_, err := r.Discard(longest)
		return err
	case bytes.HasPrefix(mark, []byte("\xff\xfe")), bytes.HasPrefix(mark, []byte("\xfe\xff")):
		return errors.New("the file is UTF-16: save it as UTF-8, in a spreadsheet as \"CSV UTF-8\"")
	}
	return nil
}

// bounded is a reader that fails when too much is read between two records.
type bounded struct {
	r    io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// delimiters are those that are found by themselves.
const delimiters = ",;\t|"

// readDelimiter returns the character between values. Only one kind of delimiters may stand in
// the first line, outside of quotation marks.
func (t *table) readDelimiter(asked string) (rune, error) {
	switch asked {
	case "":
	case "tab", `\t`:
		return '\t', nil
	default:
		r, _ := utf8.DecodeRuneInString(asked)
		if r == '"' || r == '\r' || r == '\n' || r == utf8.RuneError {
			return 0, errors.New("-delimiter: that character cannot stand between values")
		}
		return r, nil
	}
	line, err := t.firstLine()
	if err != nil {
		return 0, err
	}
	var found []rune
	quoted := false
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		}
		if !quoted && strings.ContainsRune(delimiters, c) && !slices.Contains(found, c) {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 0:
		return ',', nil // there is one column
	case 1:
		return found[0], nil
	}
	return 0, errors.New("the first line has several kinds of delimiters: say which one it is by -delimiter")
}

// firstLine is the first line that is not empty.
func (t *table) firstLine() (string, error) {
	if _, err := t.file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	r := bufio.NewReader(io.LimitReader(t.file, maxRecord))
	if err := skipMark(r); err != nil {
		return "", err
	}
	for {
		line, err := r.ReadString('\n')
		switch {
		case strings.TrimSpace(line) != "":
			return line, nil
		case errors.Is(err, io.EOF):
			return "", nil
		case err != nil:
			return "", err
		}
	}
}

// header reads the names of the columns.
func (r *reader) header() ([]string, error) {
	values, err := r.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the file is empty: its first line has to name the columns")
	case err != nil:
		return nil, fmt.Errorf("the first line, which has to name the columns, cannot be read: %w", err)
	}
	columns := make([]string, len(values))
	for i, name := range values {
		name = strings.TrimSpace(name)
		const digitsOfNumber = 7
		switch {
		case !utf8.ValidString(name), strings.ContainsFunc(name, unicode.IsControl):
			return nil, fmt.Errorf("the name of column %d is not plain text in UTF-8: save the file as UTF-8, with a line break behind each line", i+1)
		case countDigits(name) >= digitsOfNumber:
			return nil, fmt.Errorf("the first line holds a number (in column %d) and not the names of the columns: write a line of names above it, such as to,name", i+1)
		case name != "" && slices.Contains(columns[:i], name):
			return nil, fmt.Errorf("two columns are called %q: give each a name of its own", name)
		}
		columns[i] = name
	}
	return columns, nil
}

func countDigits(text string) (n int) {
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// namesOfNumbers are what the column of the numbers is usually called, without blanks.
var namesOfNumbers = []string{
	"to", "phone", "number", "mobile", "cell", "tel", "telephone", "msisdn",
	"phonenumber", "mobilenumber", "mobilephone", "cellphone", "cellnumber", "telephonenumber",
}

// findNumbers finds the column of the numbers.
func (t *table) findNumbers(asked string) error {
	if asked != "" {
		if t.to = slices.Index(t.columns, asked); t.to < 0 {
			return fmt.Errorf("-to: there is no column %q; the file has %s", asked, quotedList(t.columns))
		}
		return nil
	}
	var places []int
	for i, name := range t.columns {
		plain := strings.Map(func(r rune) rune {
			if r == ' ' || r == '_' || r == '-' {
				return -1
			}
			return unicode.ToLower(r)
		}, name)
		if slices.Contains(namesOfNumbers, plain) {
			places = append(places, i)
		}
	}
	switch len(places) {
	case 0:
		return fmt.Errorf("no column is called to, phone, number or mobile: name the column of the phone numbers by -to; the file has %s", quotedList(t.columns))
	case 1:
		t.to, t.found = places[0], true
		return nil
	}
	names := make([]string, len(places))
	for i, place := range places {
		names[i] = t.columns[place]
	}
	return fmt.Errorf("several columns may hold the phone numbers, %s: name one by -to", quotedList(names))
}

func quotedList(names []string) string {
	quoted := make([]string, 0, len(names))
	for _, name := range names {
		if name != "" {
			quoted = append(quoted, fmt.Sprintf("%q", name))
		}
	}
	if len(quoted) == 0 {
		return "no named columns"
	}
	return strings.Join(quoted, ", ")
}

// records ranges over the lines behind the first one. Empty lines are left out. An error is about
// the file, and the last one; what is wrong with one line is in its record.
func (t *table) records(sum io.Writer) iter.Seq2[record, error] {
	return func(yield func(record, error) bool) {
		r, err := t.open(sum)
		if err == nil {
			_, err = r.Read() // the names of the columns
		}
		last := 1
		for err == nil {
			var next record
			if next, err = r.next(len(t.columns)); errors.Is(err, io.EOF) {
				return
			}
			if err == nil {
				last = next.line
				if !isBlank(&next) && !yield(next, nil) {
					return
				}
			}
		}
		yield(record{}, fmt.Errorf("behind line %d: %w", last, err))
	}
}

// next reads one record.
func (r *reader) next(columns int) (record, error) {
	r.bound.left = maxRecord
	values, err := r.Read()
	var wrong *csv.ParseError
	switch {
	case errors.As(err, &wrong) && wrong.StartLine == wrong.Line:
		return record{line: wrong.Line, problem: "a quotation mark stands where none can be: put the value in quotation marks, and double those inside"}, nil
	case errors.As(err, &wrong): // nobody can tell which lines it has swallowed
		return record{}, fmt.Errorf("the quotation marks of line %d have no end on it, and what they hold up to line %d cannot be read: close them", wrong.StartLine, wrong.Line)
	case err != nil:
		return record{}, err
	}
	line, _ := r.FieldPos(0)
	next := record{line: line, values: values}
	switch {
	case slices.ContainsFunc(values, isNoText):
		next = record{line: line, problem: "it is not UTF-8, or has a zero byte: save the file as UTF-8"}
	case len(values) != columns && !isBlank(&next):
		next = record{line: line, problem: fmt.Sprintf("it has %s, and the first line names %s", plural(len(values), "value"), plural(columns, "column"))}
	}
	return next, nil
}

func isNoText(value string) bool { return !utf8.ValidString(value) || strings.ContainsRune(value, 0) }

// isBlank says that a line has no value at all.
func isBlank(r *record) bool {
	return r.problem == "" && !slices.ContainsFunc(r.values, func(v string) bool { return strings.TrimSpace(v) != "" })
}

// plural is a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}
