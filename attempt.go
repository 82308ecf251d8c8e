package twilio

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"

	"github.com/seed15d99369/twilio/internal/wire"
)

// attemptTransport is the RoundTripper beneath go-retryablehttp: one attempt,
// read and judged here, because the retry policy must see the body and because
// the attempt's time-out must cover it. It has no CloseIdleConnections: giving
// up one call closes nobody else's connections.
type attemptTransport struct{ client *Client }

// RoundTrip leaves the verdict in the exchange that the context carries. The
// response it returns has no body unless the operation streams.
func (t attemptTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	x := exchangeOf(req.Context())
	x.after = x.last.outcome
	x.last = attemptResult{started: t.client.config.clock.Now()}
	resp, err := t.attempt(req, x)
	x.last.ended = t.client.config.clock.Now()
	x.noticeRefusedToken()
	coolDown := t.client.throttle.learn(x)
	x.endPass()
	x.endAttempt(coolDown)
	x.logAttempt()
	return resp, err
}

func (t attemptTransport) attempt(req *http.Request, x *exchange) (*http.Response, error) {
	if err := x.ended(); err != nil {
		x.last.outcome, x.last.err = OutcomeNotSent, err
		return nil, err
	}
	x.attempts++
	x.seen = x.newEvidence()
	ctx, stop := newAttemptContext(req.Context(), &t.client.config)
	ctx = x.beginAttempt(ctx, req.URL)
	out := x.outgoing(x.seen.Watch(ctx, t.client.ownTransport()), req)
	if err := x.authenticate(ctx, out); err != nil {
		stop.release()
		x.last.outcome, x.last.err = OutcomeNotSent, err
		return nil, err
	}
	x.sent++
	resp, err := x.exchangeWith(ctx, out)
	if err != nil {
		stop.release()
		x.last.judgeFailure(x.attemptFailure(ctx, out, err), x.seen.NothingSent())
		x.last.stage, x.last.written = Stage(x.seen.Stage()), x.seen.Written()
		return nil, x.last.err
	}
	x.last.judge(ctx, x, resp)
	x.last.stage, x.last.written = StageAnswer, x.seen.Written()
	if x.last.stream != nil {
		stop.keepForBody() // from here on the caller's context bounds the body
		x.last.stream = newStreamBody(ctx, x, x.last.stream, stop.release)
		resp.Body = x.last.stream
		return resp, nil
	}
	if x.last.err != nil {
		x.last.err = x.attemptFailure(ctx, out, x.last.err)
	}
	stop.release()
	resp.Body = http.NoBody
	return resp, nil
}

// exchangeWith sends the request and returns the answer to it, for a download that
// of the storage behind it.
func (x *exchange) exchangeWith(ctx context.Context, out *http.Request) (*http.Response, error) {
	resp, err := x.client.roundTrip(out)
	if err == nil && x.seen.AnsweredEarly() {
		_ = resp.Body.Close()
		return nil, wire.ErrEarlyAnswer
	}
	if err == nil && x.stream && isRedirect(resp.StatusCode) {
		return x.client.followMedia(ctx, resp)
	}
	return resp, err
}

// newEvidence returns the evidence of the attempt that begins. That of the first attempt
// is a part of the exchange, because most calls need no other.
func (x *exchange) newEvidence() *wire.Evidence {
	e := &x.firstSeen
	if x.attempts > 1 {
		e = new(wire.Evidence)
	}
	if x.gate != nil {
		e.Gate = x.gate.err
	}
	return e
}

// ownTransport reports that the requests go out through the transport of this
// package, of which more can be proved than of a caller's.
func (c *Client) ownTransport() bool { return c.config.httpClient == nil }

// roundTrip asks the transport, which may be a caller's and careless.
func (c *Client) roundTrip(req *http.Request) (*http.Response, error) {
	resp, err := c.transport.RoundTrip(req)
	switch {
	case err != nil:
		return nil, err
	case resp == nil:
		return nil, errors.New("the transport gave neither an answer nor an error")
	case resp.Body == nil:
		resp.Body = http.NoBody
	}
	resp.Request = req
	return resp, nil
}

// outgoing attaches header and body to a copy of the request, whose host is ours.
// The loop never sees them, and GetBody stays nil: with it net/http may send a
// create a second time.
func (x *exchange) outgoing(ctx context.Context, req *http.Request) *http.Request {
	out := req.WithContext(ctx)
	out.Header = x.client.headers()
	maps.Copy(out.Header, x.options.headers)
	maps.Copy(out.Header, req.Header) // additions of the caller's http.Client, such as cookies
	if x.options.noCache {
		out.Header["Cache-Control"] = noCache
	}
	if x.body != nil {
		out.Header["Content-Type"] = x.bodyType()
		out.Body = x.seen.Carry(x.body)
		out.ContentLength = int64(len(x.body))
	}
	maps.Copy(out.Header, x.header)
	return out
}

// attrs returns the facts of an attempt that may be logged.
func (r *attemptResult) attrs(x *exchange, more ...slog.Attr) []slog.Attr {
	attrs := []slog.Attr{
		slog.String("op", x.op.Name), slog.String("method", x.op.Method), slog.Int("attempt", x.attempts),
	}
	if r.status != 0 {
		attrs = append(attrs, slog.Int("status", r.status), slog.String("request_id", x.requestID()))
	}
	if r.apiErr != nil && r.apiErr.Code != 0 {
		attrs = append(attrs, slog.Int("code", int(r.apiErr.Code)))
	}
	return append(attrs, more...)
}

func (x *exchange) logAttempt() {
	logger := x.client.config.logger
	if !logger.Enabled(x.ctx, slog.LevelDebug) {
		return
	}
	logger.LogAttrs(x.ctx, slog.LevelDebug, "twilio: attempt", x.last.attrs(x,
		slog.String("outcome", x.last.outcome.String()), slog.Duration("duration", x.last.ended.Sub(x.last.started)))...)
}
