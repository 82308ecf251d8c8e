package twilio

import (
	"context"
	"io"
	"net"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"syscall"
)

// answer makes the response or the error that an attempt gets.
type answer func(*http.Request) (*http.Response, error)

// script is a transport that plays its answers in order, the last one again and
// again, and keeps the requests.
type script struct {
	answers []answer

	mu       sync.Mutex
	requests []sentRequest
}

// sentRequest is a request that reached the transport.
type sentRequest struct {
	method, url, body string
	header            http.Header
	contentLength     int64
	getBody           bool
}

func play(answers ...answer) *script { return &script{answers: answers} }

// RoundTrip reads the body first, as a network would, unless there is no connection.
func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	next := s.answers[min(len(s.requests)+1, len(s.answers))-1]
	s.mu.Unlock()
	sent := sentRequest{
		method: req.Method, url: req.URL.String(), header: req.Header.Clone(),
		contentLength: req.ContentLength, getBody: req.GetBody != nil,
	}
	if req.Body != nil && connects(next) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		sent.body = string(body)
	}
	s.mu.Lock()
	s.requests = append(s.requests, sent)
	s.mu.Unlock()
	return next(req)
}

// connects reports that an answer comes over a connection.
func connects(next answer) bool {
	at := reflect.ValueOf(next).Pointer()
	return at != reflect.ValueOf(refuseDial).Pointer() && at != reflect.ValueOf(refuseTLS).Pointer()
}

func (s *script) sent() []sentRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests
}

// reply answers with a status and a body; header holds names and values.
func reply(status int, body string, header ...string) answer {
	return replyReader(status, func() io.Reader { return strings.NewReader(body) }, header...)
}

func replyReader(status int, body func() io.Reader, header ...string) answer {
	return func(req *http.Request) (*http.Response, error) {
		resp := &http.Response{
			StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{},
			Body: io.NopCloser(body()), ContentLength: -1, Request: req,
		}
		for i := 0; i < len(header); i += 2 {
			resp.Header.Set(header[i], header[i+1])
		}
		return resp, nil
	}
}

// cut answers with a body that ends in an error.
func cut(status int, body string, err error) answer {
	return replyReader(status, func() io.Reader { return io.MultiReader(strings.NewReader(body), failingReader{err: err}) })
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

// declared answers with a length that it does not send.
func declared(status int, length int64) answer {
	return func(req *http.Request) (*http.Response, error) {
		resp, err := reply(status, "{}")(req)
		resp.ContentLength = length
		return resp, err
	}
}

// broken fails after the request was read, as a lost connection does.
func broken(err error) answer {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// hang never answers.
func hang(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// hangBody sends a header and half a body.
func hangBody(status int, half string) answer {
	return func(req *http.Request) (*http.Response, error) {
		return cutWhenDone(req, status, half)
	}
}

func cutWhenDone(req *http.Request, status int, half string) (*http.Response, error) {
	return replyReader(status, func() io.Reader {
		return io.MultiReader(strings.NewReader(half), waitingReader{ctx: req.Context()})
	})(req)
}

type waitingReader struct{ ctx context.Context }

func (r waitingReader) Read([]byte) (int, error) {
	<-r.ctx.Done()
	return 0, r.ctx.Err()
}

var errDial = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}

// refuseDial is net/http's own transport, which gets no connection.
func refuseDial(req *http.Request) (*http.Response, error) {
	transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, errDial }}
	return transport.RoundTrip(req)
}

// refuseTLS is net/http's own transport, whose connections end in the handshake.
func refuseTLS(req *http.Request) (*http.Response, error) {
	return (&http.Transport{DialContext: dialClosed}).RoundTrip(req)
}

// dialClosed connects to a server that closes before it has read a byte.
func dialClosed(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	return ours, theirs.Close()
}

// RoundTrip lets an answer be a transport.
func (a answer) RoundTrip(req *http.Request) (*http.Response, error) { return a(req) }
