package twilio

import (
	"context"
	"io"
	"net/http"
)

// File is a file that is being downloaded. Read it, and close it in any case.
type File struct {
	ContentType string // "image/jpeg", as the answer says it; "" when it does not
	Length      int64  // bytes, as the answer says it; -1 when it does not

	body io.ReadCloser
}

// Read reads the file. It fails with a *[TooLargeError] beyond MaxBytes, and with
// the context's error once the context of the download has ended.
func (f *File) Read(p []byte) (int, error) {
	if f.body == nil {
		return 0, io.EOF
	}
	return f.body.Read(p)
}

// Close ends the download, whether the file was read to its end or not.
func (f *File) Close() error {
	if f.body == nil {
		return nil
	}
	return f.body.Close()
}

// file is the answer to an operation that streams.
func (x *exchange) file() *File {
	return &File{ContentType: x.last.header.Get("Content-Type"), Length: x.last.length, body: x.last.stream}
}

// fileLength is the length of a body that is still to be read. A transport that is
// not net/http's may leave 0 where the length is unknown.
func fileLength(resp *http.Response) int64 {
	if resp.ContentLength == 0 && resp.Body != http.NoBody && resp.Header.Get("Content-Length") != "0" {
		return -1
	}
	return max(resp.ContentLength, -1)
}

// streamBody is the body of a download: bounded, and the end of its attempt.
type streamBody struct {
	body    io.ReadCloser
	ctx     context.Context //nolint:containedctx // of the attempt, which lasts until the body is closed
	x       *exchange
	left    int64 // bytes that may still be read; -1 for any number
	limit   int64
	release func()
	stop    func() // of closeWhenDone

	tooLarge bool  // for good
	read     int64 // bytes, for a hook
	failure  error // of a Read, for a hook
	closed   bool
}

func newStreamBody(ctx context.Context, x *exchange, body io.ReadCloser, release func()) *streamBody {
	limit := x.options.limit(-1)
	return &streamBody{body: body, ctx: ctx, x: x, left: limit, limit: limit, release: release, stop: closeWhenDone(ctx, body)}
}

// Read fails with a *TooLargeError as soon as there is a byte too many. When the
// context or the time-out has ended the download, it says so.
func (s *streamBody) Read(p []byte) (int, error) {
	n, err := s.readBounded(p)
	s.read += int64(n)
	if err != nil && err != io.EOF { //nolint:errorlint // io.Reader's end comes unwrapped
		s.failure = err
	}
	return n, err
}

func (s *streamBody) readBounded(p []byte) (int, error) {
	if s.tooLarge {
		return 0, &TooLargeError{Limit: s.limit}
	}
	if s.left >= 0 && int64(len(p))-1 > s.left {
		p = p[:s.left+1]
	}
	n, err := s.body.Read(p)
	if s.left >= 0 && int64(n) > s.left {
		s.tooLarge = true
		return int(s.left), &TooLargeError{Limit: s.limit}
	}
	if s.left >= 0 {
		s.left -= int64(n)
	}
	if err != nil && err != io.EOF { //nolint:errorlint // io.Reader's end comes unwrapped
		if ended := attemptEnded(s.ctx, s.x); ended != nil {
			err = ended
		}
	}
	return n, err
}

// Close ends the attempt first: the Close of a caller's transport may read what is
// left, for as long as the context lets it.
func (s *streamBody) Close() error {
	s.stop()
	s.release()
	if !s.closed {
		s.closed = true
		s.x.tellFile(TraceFile{BytesRead: s.read, Err: s.failure})
	}
	return s.body.Close()
}
