package journal

import (
	"bufio"
	"errors"
	"io"
)

// maxLine is the longest line of a journal, in bytes.
const maxLine = prefix + MaxRecord + 1

// lines reads lines of a bounded length.
type lines struct {
	from   *bufio.Reader
	line   []byte
	length int // of the line in the file, which may be longer than what is kept of it
}

func newLines(from io.Reader) *lines {
	const buffer = 64 << 10
	return &lines{from: bufio.NewReaderSize(from, buffer)}
}

// next returns the next line with its break, and nil at the end. The last line may have no
// break, and neither has what is kept of a line that is longer than any record.
func (l *lines) next() ([]byte, error) {
	l.line, l.length = l.line[:0], 0
	for {
		part, err := l.from.ReadSlice('\n')
		if l.length += len(part); l.length <= maxLine {
			l.line = append(l.line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case l.length == 0:
			return nil, nil
		}
		return l.line, nil
	}
}
