package twilio

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"
)

// hostOAuth answers for all regions and edges: Twilio's own libraries leave them out
// of its name.
const hostOAuth = "oauth"

// tokenCreate is repeated as a read is: a token more does no harm.
// https://www.twilio.com/docs/iam/oauth-apps
var tokenCreate = Operation{
	Name: "OAuth.CreateToken", Method: http.MethodPost, Host: hostOAuth, Path: "/v2/token", Class: ClassIdempotent, Auth: AuthNone,
}

const (
	maxTokenFetch  = time.Minute     // one request for a token with all its repeats
	maxTokenAnswer = 64 << 10        // bytes
	renewPause     = 5 * time.Second // after a renewal that failed while the token is still good
)

// accessTokens keeps the access token of an OAuth app for all calls of a client. One
// request at a time fetches a token, in a goroutine and on a context of its own,
// whichever calls wait for it.
type accessTokens struct {
	client *Client

	mu       sync.Mutex
	current  *accessToken // nil when there is none, or when Twilio refused it
	previous *accessToken // requests may still carry it
	renewAt  time.Time    // when current is to be replaced, on the client's clock
	fetching *tokenFetch  // nil when no request is under way
}

// accessToken is a token with its life, on the client's clock.
type accessToken struct {
	authorization func() []string // a header's value; a closure, because it holds the token
	renewAt       time.Time
	endsAt        time.Time
}

// tokenFetch is a request for a token. Its result may be read once done is closed.
type tokenFetch struct {
	done  chan struct{}
	token *accessToken
	err   error // a *tokenError, which all who waited share and nobody changes
}

// newAccessTokens returns nil for a credential that goes into every request itself.
func newAccessTokens(c *Client) *accessTokens {
	if c.credential.kind != kindOAuth {
		return nil
	}
	return &accessTokens{client: c}
}

// get returns a token that is good now. It fails with ctx.Err() when ctx ends first,
// which does not end the request for the token, or with a *tokenError.
func (s *accessTokens) get(ctx context.Context) (*accessToken, error) {
	token, fetch := s.look(s.client.config.clock.Now())
	if token != nil {
		return token, nil
	}
	select {
	case <-fetch.done:
		return fetch.token, fetch.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// look returns the current token while it is good, or else the request to wait for.
// It begins a request when there is no token, or one that is about to end.
func (s *accessTokens) look(now time.Time) (*accessToken, *tokenFetch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	good := s.current != nil && now.Before(s.current.endsAt)
	if s.fetching == nil && (!good || !now.Before(s.renewAt)) {
		s.fetching = &tokenFetch{done: make(chan struct{}), err: &tokenError{errors.New("the request for it was given up")}}
		go s.fetch(s.fetching)
	}
	if good {
		return s.current, nil
	}
	return nil, s.fetching
}

func (s *accessTokens) fetch(f *tokenFetch) {
	ctx, cancel := context.WithTimeout(context.Background(), maxTokenFetch)
	defer cancel()
	defer s.finish(f) // whatever a caller's transport does to this goroutine
	f.token, f.err = s.request(ctx)
}

// finish keeps the token that came and wakes those who wait.
func (s *accessTokens) finish(f *tokenFetch) {
	s.keep(f)
	close(f.done)
}

// keep takes the result of a request. A renewal that failed is not tried again by
// every call.
func (s *accessTokens) keep(f *tokenFetch) {
	now := s.client.config.clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.token == nil {
		s.renewAt = now.Add(renewPause)
	} else {
		s.replace(f.token)
		s.renewAt = f.token.renewAt
	}
	s.fetching = nil
}

// replace makes a token the current one, nil for none; s.mu is held.
func (s *accessTokens) replace(token *accessToken) {
	if s.current != nil {
		s.previous = s.current
	}
	s.current = token
}

// discard throws a token away that Twilio refused. The refusal of an older token
// leaves the current one alone.
func (s *accessTokens) discard(token *accessToken) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == token {
		s.replace(nil)
	}
}

// secrets returns the tokens that no text may show: the current one and the one
// before. It is empty for other credentials.
func (s *accessTokens) secrets() []string {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var tokens []string
	for _, token := range [...]*accessToken{s.current, s.previous} {
		if token != nil {
			tokens = append(tokens, strings.TrimPrefix(token.authorization()[0], "Bearer "))
		}
	}
	return tokens
}

// request asks for a token through the pipeline of all calls: it is repeated, waits
// for cool-downs and is logged as they are.
func (s *accessTokens) request(ctx context.Context) (*accessToken, error) {
	clientID, clientSecret := s.client.credential.pair()
	params := tokenParams{GrantType: "client_credentials", ClientID: clientID, ClientSecret: clientSecret}
	x, err := s.client.send(ctx, tokenCreate.With(params), []CallOption{MaxBytes(maxTokenAnswer)})
	if err != nil {
		return nil, newTokenError(err)
	}
	defer x.finish()
	token, err := x.readToken()
	if err != nil {
		return nil, newTokenError(x.endTrace(err))
	}
	return token, x.endTrace(nil)
}

// readToken reads the answer to a request for a token.
func (x *exchange) readToken() (*accessToken, error) {
	var answer tokenAnswer
	if err := x.decode(&answer); err != nil {
		return nil, err
	}
	token, err := answer.token(x.last.header.Get("Date"), x.last.ended)
	if err != nil {
		return nil, x.decodeError(err)
	}
	return token, nil
}

// tokenError says that there was no access token to send a request with. It is shared
// by all calls that waited for the token.
type tokenError struct{ err error }

// newTokenError keeps the name of an option out of the error that no caller can set
// for the request of a token.
func newTokenError(err error) error {
	var unusable *DecodeError
	var tooLarge *TooLargeError
	if errors.As(err, &unusable) && errors.As(unusable.Err, &tooLarge) {
		clean := *unusable
		clean.Err = errors.New("it is too large for a token")
		err = &clean
	}
	return &tokenError{err}
}

// Error leaves it to the error around it to say that nothing was sent.
func (e *tokenError) Error() string {
	return "no access token: " + strings.TrimPrefix(reason(e.err), notSentText)
}

// Unwrap returns why, an *[Error] when the token's endpoint answered.
func (e *tokenError) Unwrap() error { return e.err }

// Is matches [ErrAuthentication] when the endpoint refuses the app's ID or secret:
// RFC 6749, section 5.2, lets it answer 400 as well as 401.
func (e *tokenError) Is(target error) bool {
	var refusal *Error
	return target == ErrAuthentication && errors.As(e.err, &refusal) &&
		(refusal.Status == http.StatusBadRequest || refusal.Status == http.StatusUnauthorized)
}

// authenticate makes a request that is ready to go out prove who is calling. The
// signature comes last: it covers the Authorization header.
func (x *exchange) authenticate(ctx context.Context, out *http.Request) error {
	if err := x.authorize(ctx, out); err != nil {
		return err
	}
	err := x.sign(ctx, out)
	x.last.unsigned = err != nil
	return err
}

// authorize adds an access token where the Authorization header is not the same for
// all requests. Waiting for the token takes of the attempt's time; a wait that was
// too short may be repeated, a request for a token that failed was repeated already.
func (x *exchange) authorize(ctx context.Context, out *http.Request) error {
	if x.op.Auth == AuthNone {
		delete(out.Header, "Authorization")
		return nil
	}
	if x.client.tokens == nil {
		return nil
	}
	token, err := x.client.tokens.get(ctx)
	var failure *tokenError
	switch {
	case errors.As(err, &failure):
		x.last.unsigned, x.last.retryAfter = true, RetryAfter(err)
		return err
	case err != nil:
		return cmp.Or(attemptEnded(ctx, x), err)
	}
	x.token = token
	out.Header["Authorization"] = token.authorization()
	return nil
}

// noticeRefusedToken throws the token away that Twilio answered with a 401 and code
// 20003, with which it says that it did nothing. A call is repeated once with a new
// token, unless an earlier attempt of it may have been carried out.
// https://www.twilio.com/docs/api/errors/20003
func (x *exchange) noticeRefusedToken() {
	r := &x.last
	if x.token == nil || r.apiErr == nil || r.status != http.StatusUnauthorized || r.apiErr.Code != CodeNotAuthenticated {
		return
	}
	x.client.tokens.discard(x.token)
	if !x.reauthorized && !x.unknownSeen {
		x.reauthorized = true
		r.outcome = OutcomeTokenRefused
	}
}
