package twiliotest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/simapi"
)

// startSim is how a twilio-sim is started.
const startSim = "start one with: go run github.com/seed15d99369/twilio/cmd/twilio-sim"

// maxRemoteAnswer bounds what is read of an answer, in bytes.
const maxRemoteAnswer = 64 << 20

// maxRemoteWait is how long one request waits. A longer wait takes several.
const maxRemoteWait = 50 * time.Second

// RemoteError is a refusal of the control API of a twilio-sim.
type RemoteError struct {
	Status  int    // of HTTP
	Message string // what is wrong
	Field   string // of the request, "" for none
	Remedy  string // what to do
}

// Error says what is wrong and what to do.
func (e *RemoteError) Error() string {
	parts := []string{fmt.Sprintf("twiliotest: twilio-sim answers %d", e.Status), e.Message, e.Remedy}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ": ")
}

// remoteServer is a twilio-sim and the account that it is used with.
type remoteServer struct {
	base        string // scheme and host
	http        *http.Client
	user, token string // "" for none
}

func newRemoteServer(address string) (remoteServer, error) {
	at, err := url.Parse(address)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" || at.User != nil || at.Path != "" && at.Path != "/" || at.RawQuery != "" {
		return remoteServer{}, errors.New("twiliotest: Remote: the address is none of a server: give one such as http://127.0.0.1:8945, which twilio-sim prints at its start")
	}
	return remoteServer{
		base: at.Scheme + "://" + at.Host,
		http: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute}, // and no proxy
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}, nil
}

// notSim is the error of a server that is no twilio-sim.
func (s *remoteServer) notSim() error {
	return fmt.Errorf("twiliotest: the server at %s is no twilio-sim: give the address of one, or %s", s.base, startSim)
}

func (s *remoteServer) get(ctx context.Context, path string, query url.Values, into any) error {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return s.send(ctx, http.MethodGet, path, nil, into)
}

// send makes a call of the control API. A nil body sends none.
func (s *remoteServer) send(ctx context.Context, method, path string, body, into any) error {
	if ctx == nil {
		return errNilContext
	}
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	if body == nil {
		text = nil
	}
	req, err := http.NewRequestWithContext(ctx, method, s.base+simapi.Prefix+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if s.user != "" {
		req.SetBasicAuth(s.user, s.token)
	}
	resp, err := s.http.Do(req)
	if err != nil {
		return s.noAnswer(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxRemoteAnswer))
	if err != nil {
		return s.noAnswer(ctx, err)
	}
	return s.read(resp.StatusCode, answer, into)
}

// noAnswer is the error of a request without an answer: that of the context when it has ended.
func (s *remoteServer) noAnswer(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var failed *url.Error
	if errors.As(err, &failed) {
		err = failed.Err // without the address, which names phones
	}
	return fmt.Errorf("twiliotest: no twilio-sim answers at %s: %s: %w", s.base, startSim, err)
}

func (s *remoteServer) read(status int, answer []byte, into any) error {
	if status >= http.StatusBadRequest {
		var refused simapi.ErrorAnswer
		_ = json.Unmarshal(answer, &refused) // a server of another kind has other errors
		e := refused.Error
		return &RemoteError{Status: status, Message: e.Message, Field: e.Field, Remedy: e.Remedy}
	}
	if status != http.StatusOK || json.Unmarshal(answer, into) != nil {
		return s.notSim()
	}
	return nil
}

// await asks until there is an answer, or until ctx ends.
func (s *remoteServer) await(ctx context.Context, path string, query url.Values, into any) error {
	for {
		query.Set("wait", remoteWait(ctx).String())
		err := s.get(ctx, path, query, into)
		var refused *RemoteError
		notYet := errors.As(err, &refused) && refused.Status == http.StatusNotFound && refused.Field == "" && refused.Message != ""
		switch {
		case !notYet:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
}

// remoteWait is how long a request may wait on the server, so that the server tells why there
// is no answer before ctx ends.
func remoteWait(ctx context.Context) time.Duration {
	deadline, has := ctx.Deadline()
	if !has {
		return maxRemoteWait
	}
	return max(time.Millisecond, min(maxRemoteWait, time.Until(deadline))).Round(time.Millisecond)
}

// lookout is how far somebody has looked in a history. One looks at a time.
type lookout struct {
	turn  chan struct{} // has room for one
	place string        // the SID or the index of the last thing that was seen
	at    time.Time     // when that came, zero when it does not matter
}

func newLookout(place string, at time.Time) *lookout {
	return &lookout{turn: make(chan struct{}, 1), place: place, at: at}
}

// look lets one after the other look, until ctx ends.
func (l *lookout) look(ctx context.Context, do func() error) error {
	if ctx == nil {
		return errNilContext
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case l.turn <- struct{}{}:
	}
	defer func() { <-l.turn }()
	return do()
}
