package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lines reads a table: each record as its line, values and problem in a short form.
func lines(t *testing.T, text, delimiter, to string) (columns []string, got []string, err error) {
	t.Helper()
	table, err := openTable(strings.NewReader(text), delimiter, to)
	if err != nil {
		return nil, nil, err
	}
	for r, err := range table.records(io.Discard) {
		if err != nil {
			return table.columns, got, err
		}
		if r.problem != "" {
			got = append(got, fmt.Sprintf("%d: %s", r.line, r.problem))
			continue
		}
		got = append(got, fmt.Sprintf("%d: %s", r.line, strings.Join(r.values, "|")))
	}
	return table.columns, got, nil
}

func TestTable(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, delimiter string
		want                  []string // columns, and records
	}{
		{"commas", "to,name\n+1,Ada\n+2,Grace\n", "", []string{"to|name", "2: +1|Ada", "3: +2|Grace"}},
		{"a mark of UTF-8, and CRLF", "\xef\xbb\xbfto,name\r\n+1,Ada\r\n", "", []string{"to|name", "2: +1|Ada"}},
		{"no line break at the end", "to,name\n+1,Ada", "", []string{"to|name", "2: +1|Ada"}},
		{"semicolons", "to;name\n+1;Ada, Grace\n", "", []string{"to|name", "2: +1|Ada, Grace"}},
		{"tabs", "to\tname\n+1\tAda\n", "", []string{"to|name", "2: +1|Ada"}},
		{"bars", "to|name\n+1|Ada\n", "", []string{"to|name", "2: +1|Ada"}},
		{"a delimiter of its own", "to,a;name\n+1;Ada\n", ";", []string{"to,a|name", "2: +1|Ada"}},
		{"a tab by its name", "to,a\tname\n+1\tAda\n", "tab", []string{"to,a|name", "2: +1|Ada"}},
		{"delimiters in quotation marks", "to,\"name; first\"\n+1,Ada\n", "", []string{"to|name; first", "2: +1|Ada"}},
		{"one column", "to\n+1\n", "", []string{"to", "2: +1"}},
		{"blanks around names", " to , First name \n+1,Ada\n", "", []string{"to|First name", "2: +1|Ada"}},
		{"a column without a name", "to,name,\n+1,Ada,\n", "", []string{"to|name|", "2: +1|Ada|"}},
		{"quotes", "to,name\n+1,\"Ada \"\"L\"\", Countess\"\n", "", []string{"to|name", `2: +1|Ada "L", Countess`}},
		{"a value of two lines", "to,name\n+1,\"Ada\nL\"\n+2,Grace\n", "", []string{"to|name", "2: +1|Ada\nL", "4: +2|Grace"}},
		{"empty lines", "\n\nto,name\n\n+1,Ada\n\n,\n ; \n+2,Grace\n", "", []string{"to|name", "5: +1|Ada", "8: it has 1 value, and the first line names 2 columns", "9: +2|Grace"}},
		{"ragged lines", "to,name\n+1\n+2,Grace,x\n+3,Joan\n", "", []string{"to|name", "2: it has 1 value, and the first line names 2 columns", "3: it has 3 values, and the first line names 2 columns", "4: +3|Joan"}},
		{"a stray quote", "to,name\n+1,5\" screen\n+2,Grace\n", "", []string{"to|name", "2: a quotation mark stands where none can be: put the value in quotation marks, and double those inside", "3: +2|Grace"}},
		{"text behind a quote", "to,name\n+1,\"Ada\" L\n+2,Grace\n", "", []string{"to|name", "2: a quotation mark stands where none can be: put the value in quotation marks, and double those inside", "3: +2|Grace"}},
		{"another encoding", "to,name\n+1,Jos\xe9\n+2,Grace\n", "", []string{"to|name", "2: it is not UTF-8, or has a zero byte: save the file as UTF-8", "3: +2|Grace"}},
		{"zero bytes", "to,name\n+1,A\x00da\n", "", []string{"to|name", "2: it is not UTF-8, or has a zero byte: save the file as UTF-8"}},
	}
	for _, tt := range tests {
		columns, got, err := lines(t, tt.text, tt.delimiter, "")
		to := strings.Index(tt.text, "to,a")
		if to >= 0 { // the column has another name
			columns, got, err = lines(t, tt.text, tt.delimiter, "to,a")
			if tt.delimiter == "tab" {
				columns, got, err = lines(t, tt.text, tt.delimiter, "to,a")
			}
		}
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.want, append([]string{strings.Join(columns, "|")}, got...), tt.name)
	}
}

// What nobody can read with certainty is an error about the whole file, with its place and the
// remedy.
func TestTableErrors(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, delimiter, to, want string }{
		{"nothing", "", "", "", "the file is empty"},
		{"empty lines", "\n\r\n", "", "", "the file is empty"},
		{"two kinds of delimiters", "to;name, first\n", "", "", "several kinds of delimiters"},
		{"a quotation mark as delimiter", "to,name\n", `"`, "", "-delimiter"},
		{"no column of numbers", "name,town\nAda,London\n", "", "", `by -to; the file has "name", "town"`},
		{"two columns of numbers", "to,Phone Number\n+1,+2\n", "", "", `"to", "Phone Number": name one by -to`},
		{"another column", "to,name\n", "", "phone", `there is no column "phone"; the file has "to", "name"`},
		{"no names", "+14155550101,Ada\n", "", "", "the first line holds a number (in column 1)"},
		{"two columns of one name", "to,name,name\n", "", "", `two columns are called "name"`},
		{"line breaks of old", "to,name\r+1,Ada\r", "", "", "with a line break behind each line"},
		{"UTF-16", "\xff\xfet\x00o\x00", "", "", "the file is UTF-16"},
		{"UTF-16, the other way", "\xfe\xff\x00t\x00o", "", "", "the file is UTF-16"},
		{"names that are not UTF-8", "to,pr\xe9nom\n", "", "", "column 2 is not plain text in UTF-8"},
		{"a quotation mark without an end", "to,name\n+1,\"Ada\n+2,Grace\n+3,Joan\n", "", "", "the quotation marks of line 2 have no end on it"},
		{"one that ends somewhere else", "to,name\n+1,Ada\n+2,\"Grace\n+3,\"Joan\"\n", "", "", "the quotation marks of line 3 have no end on it, and what they hold up to line 4"},
		{"a line without an end", "to,name\n+1,Ada\n+2,\"" + strings.Repeat("x\n", maxRecord), "", "", "behind line 2: a line has more than a million bytes"},
		{"a first line without an end", strings.Repeat("x", 2*maxRecord), "", "", "a line has more than a million bytes"},
	}
	for _, tt := range tests {
		_, _, err := lines(t, tt.text, tt.delimiter, tt.to)
		if assert.Error(t, err, tt.name) {
			assert.Contains(t, err.Error(), tt.want, tt.name)
			assert.NotContains(t, err.Error(), "4155550101", tt.name)
		}
	}
}

func TestNumbersAreFound(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"to", "Phone", "NUMBER", "mobile", "Phone number", "phone_number", "Mobile-Number", "msisdn", "Tel", "Cell Phone"} {
		table, err := openTable(strings.NewReader("name,"+name+"\nAda,+1\n"), "", "")
		require.NoError(t, err, name)
		assert.Equal(t, 1, table.to, name)
		assert.True(t, table.found)
	}
}

// FuzzTable: whatever the file, each pass reads the same, has seen every byte, and gives values
// for each column.
func FuzzTable(f *testing.F) {
	f.Add("to,name\n+1,\"Ada \"\"L\"\"\"\r\n\n+2,x,y\n")
	f.Add("\xef\xbb\xbfto;a\n\"1\";\"2\n3\"\n;\n\"")
	f.Add("to\n\x00\n\xff\n\"x\"y\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := openTable(strings.NewReader(text), "", "")
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		read := func() (got []string, sum []byte, err error) {
			hash := sha256.New()
			last := 0
			for r, err := range table.records(hash) {
				if err != nil {
					return got, nil, err
				}
				assert.Greater(t, r.line, last)
				last = r.line
				assert.NotEqual(t, r.problem == "", r.values == nil)
				if r.problem == "" {
					assert.Len(t, r.values, len(table.columns))
				}
				for _, v := range r.values {
					assert.True(t, utf8.ValidString(v))
				}
				got = append(got, fmt.Sprint(r))
			}
			return got, hash.Sum(nil), nil
		}
		first, sum, err := read()
		second, again, errAgain := read()
		assert.Equal(t, first, second)
		assert.Equal(t, sum, again)
		assert.Equal(t, err == nil, errAgain == nil)
		if want := sha256.Sum256([]byte(text)); err == nil {
			assert.Equal(t, want[:], sum, "all of the file was seen")
		}
	})
}

// FuzzTableReadsWhatIsWritten: what a spreadsheet writes is read as it was.
func FuzzTableReadsWhatIsWritten(f *testing.F) {
	f.Add("Ada \"L\", Countess", "two\nlines", true)
	f.Add(" ", "\r", false)
	f.Fuzz(func(t *testing.T, a, b string, crlf bool) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) || strings.ContainsAny(a+b, "\x00\r") || len(a)+len(b) > maxRecord/4 {
			return
		}
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		w.UseCRLF = crlf && !strings.Contains(a+b, "\n")
		require.NoError(t, w.WriteAll([][]string{{"to", "a", "b"}, {"+1", a, b}, {"+2", b, a}}))
		table, err := openTable(&seeker{*bytes.NewReader(file.Bytes())}, "", "")
		require.NoError(t, err)
		var got [][]string
		for r, err := range table.records(io.Discard) {
			require.NoError(t, err)
			got = append(got, append([]string{}, r.values...))
		}
		assert.Equal(t, [][]string{{"+1", a, b}, {"+2", b, a}}, got)
	})
}

type seeker struct{ bytes.Reader }
