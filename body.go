package twilio

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"strconv"
	"sync"
)

// Bounds of the bodies of answers, in bytes after decompression.
const (
	maxErrorBody = 1 << 20
	maxJSONBody  = 16 << 20
)

// answerBuffer holds the body of an answer, of which at most limited is read.
type answerBuffer struct {
	bytes.Buffer
	limited io.LimitedReader
}

// answerBuffers are used again: decoding copies the values that it keeps.
var answerBuffers = sync.Pool{New: func() any { return new(answerBuffer) }}

// byteOrderMark may stand before a text in UTF-8, although JSON forbids it.
const byteOrderMark = "\uFEFF"

// maxKeptBuffer keeps one large list from occupying memory for good, in bytes.
const maxKeptBuffer = 64 << 10

// releaseBody gives back what readBounded borrowed. Nothing may read x.last.body
// afterwards.
func (x *exchange) releaseBody() {
	if x.buffer != nil && x.buffer.Cap() <= maxKeptBuffer {
		x.buffer.limited.R = nil
		answerBuffers.Put(x.buffer)
	}
	x.buffer, x.last.body = nil, nil
}

// readBounded reads a whole body of at most limit bytes into the exchange's
// buffer and leaves out a byte order mark. What was read before an error is
// returned beside it.
func (x *exchange) readBounded(body io.Reader, limit, length int64) ([]byte, error) {
	if length > limit {
		return nil, &TooLargeError{Limit: limit}
	}
	if x.buffer == nil {
		x.buffer, _ = answerBuffers.Get().(*answerBuffer)
	}
	x.buffer.Reset()
	x.buffer.limited = io.LimitedReader{R: body, N: saturatedNext(limit)}
	_, err := x.buffer.ReadFrom(&x.buffer.limited)
	if int64(x.buffer.Len()) > limit {
		return nil, &TooLargeError{Limit: limit}
	}
	return bytes.TrimPrefix(x.buffer.Bytes(), []byte(byteOrderMark)), err
}

// saturatedNext is one byte more than the limit, to see that there is one.
func saturatedNext(limit int64) int64 {
	if limit == math.MaxInt64 {
		return limit
	}
	return limit + 1
}

// headerInt reads a header that holds a number, 0 when it does not.
func headerInt(header http.Header, name string) int {
	n, err := strconv.Atoi(header.Get(name))
	if err != nil {
		return 0
	}
	return n
}
