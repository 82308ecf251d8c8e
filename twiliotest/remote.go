package twiliotest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/simapi"
)

// RemoteSim is a simulator in another process: a twilio-sim that runs. It is safe for
// concurrent use.
//
//	remote, err := twiliotest.Remote("http://127.0.0.1:8945")
//	if err != nil {
//		return err
//	}
//	ada := remote.Phone("+14155551234")
//	// the program under test sends a code
//	code, err := ada.WaitCode(ctx)
type RemoteSim struct {
	remoteServer

	accountSID, authToken string
	client                *twilio.Client
	began                 time.Time // on the simulator's clock

	mu     sync.Mutex
	phones map[string]*RemotePhone
}

// RemoteOption changes how [Remote] uses a server.
type RemoteOption func(*remoteConfig) error

type remoteConfig struct {
	accountSID, authToken string
}

// RemoteCredentials are the account SID and the token of an account that the server has, or,
// when it has workspaces, of one that it makes at their first use.
func RemoteCredentials(accountSID, authToken string) RemoteOption {
	return func(c *remoteConfig) error {
		if !credentialSID.MatchString(accountSID) || !strings.HasPrefix(accountSID, "AC") || authToken == "" {
			return errors.New("twiliotest: RemoteCredentials: give an account SID, AC and 32 hexadecimal digits, and its token")
		}
		c.accountSID, c.authToken = accountSID, authToken
		return nil
	}
}

// Remote uses the twilio-sim at an address, such as http://127.0.0.1:8945. Of a server that
// has workspaces it takes one of its own, with a random account SID and token, so that tests
// at the same time do not see each other's messages. It fails when no twilio-sim answers there
// within ten seconds, and when the server has other credentials: give them with
// [RemoteCredentials].
func Remote(address string, opts ...RemoteOption) (*RemoteSim, error) {
	var cfg remoteConfig
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt(&cfg); err != nil {
			return nil, err
		}
	}
	server, err := newRemoteServer(address)
	if err != nil {
		return nil, err
	}
	r := &RemoteSim{remoteServer: server, phones: map[string]*RemotePhone{}}
	if err := r.enter(cfg); err != nil {
		return nil, err
	}
	if r.client, err = twilio.New(r.accountSID, twilio.AuthToken(r.authToken), r.Options()...); err != nil {
		return nil, fmt.Errorf("twiliotest: Remote: %w", err)
	}
	return r, nil
}

// enter finds out whether the server has workspaces, and takes its account or a workspace.
func (r *RemoteSim) enter(cfg remoteConfig) error {
	const enough = 10 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), enough)
	defer cancel()
	r.accountSID, r.authToken = cfg.accountSID, cfg.authToken
	status, err := r.status(ctx)
	var refused *RemoteError
	if errors.As(err, &refused) && refused.Status == http.StatusUnauthorized && r.accountSID == "" {
		if r.accountSID, r.authToken, err = randomAccount(); err == nil {
			status, err = r.status(ctx)
		}
	}
	if err != nil {
		return err
	}
	if r.accountSID == "" {
		usual := usualAccount()
		r.accountSID, r.authToken = usual.sid, usual.token
	}
	if status.AccountSID != r.accountSID {
		return errors.New("twiliotest: Remote: the server has another account: give its SID and token with RemoteCredentials")
	}
	r.began = status.Now
	return nil
}

func (r *RemoteSim) status(ctx context.Context) (status simapi.Status, err error) {
	r.user, r.token = r.accountSID, r.authToken
	err = r.get(ctx, "status", nil, &status)
	if err == nil && status.Name != "twilio-sim" {
		err = r.notSim()
	}
	return status, err
}

// randomAccount is an account that nobody has.
func randomAccount() (sid, token string, err error) {
	var random [32]byte
	if _, err := rand.Read(random[:]); err != nil {
		return "", "", err
	}
	return "AC" + hex.EncodeToString(random[:16]), hex.EncodeToString(random[16:]), nil
}

// AccountSID returns the SID of the account that the remote simulator is used with.
func (r *RemoteSim) AccountSID() string { return r.accountSID }

// AuthToken returns the token of that account.
func (r *RemoteSim) AuthToken() string { return r.authToken }

// Client returns a client of the remote simulator.
func (r *RemoteSim) Client() *twilio.Client { return r.client }

// Options connect a client of the caller's own making to the remote simulator.
func (r *RemoteSim) Options() []twilio.Option {
	return []twilio.Option{twilio.WithBaseURL(r.base), twilio.WithHTTPClient(r.http)}
}

// Close closes the connections to the server, which runs on.
func (r *RemoteSim) Close() { r.http.CloseIdleConnections() }

// RemoteURLs are where the application answers for a number.
type RemoteURLs struct {
	SMS   string // of messages to it, "" for none
	Voice string // of calls to it, "" for none
}

// Number makes a number the account's own, and says who answers for it. The server has to be
// able to reach the addresses: see its flag for the hosts of webhooks.
func (r *RemoteSim) Number(ctx context.Context, number string, urls RemoteURLs) error {
	change := simapi.NumberChange{SMSURL: &urls.SMS, VoiceURL: &urls.Voice}
	return r.send(ctx, http.MethodPut, "numbers/"+url.PathEscape(number), change, new(simapi.Number))
}

// Fault lets requests go wrong from now on, as [Sim.Fault] does.
func (r *RemoteSim) Fault(ctx context.Context, f Fault) error {
	return r.send(ctx, http.MethodPost, "faults", f, new(simapi.FaultList))
}

// ClearFaults ends every fault.
func (r *RemoteSim) ClearFaults(ctx context.Context) error {
	return r.send(ctx, http.MethodDelete, "faults", simapi.Nothing{}, new(simapi.FaultList))
}

// Now returns the time of the remote simulator.
func (r *RemoteSim) Now(ctx context.Context) (time.Time, error) {
	var clock simapi.Clock
	err := r.get(ctx, "clock", nil, &clock)
	return clock.Now, err
}

// Advance moves the clock of the remote simulator forward. What lies in that time happens, in
// its order.
func (r *RemoteSim) Advance(ctx context.Context, d time.Duration) error {
	change := simapi.ClockChange{Advance: (*simapi.Duration)(&d)}
	return r.send(ctx, http.MethodPost, "clock", change, new(simapi.Clock))
}

// SetSpeed lets the clock of the remote simulator run that many times as fast as real time.
func (r *RemoteSim) SetSpeed(ctx context.Context, speed float64) error {
	return r.send(ctx, http.MethodPost, "clock", simapi.ClockChange{Speed: &speed}, new(simapi.Clock))
}

// Clear forgets a part of the history, and returns how many things it has forgotten, as
// [Sim.Clear] does. A [Clearing] that names no part is an error.
func (r *RemoteSim) Clear(ctx context.Context, c Clearing) (int, error) {
	var what []string
	for name, has := range map[string]bool{"messages": c.Messages, "calls": c.Calls, "wire": c.Wire, "alerts": c.Alerts} {
		if has {
			what = append(what, name)
		}
	}
	if len(what) == 0 {
		return 0, errors.New("twiliotest: Clear: say what to forget: Messages, Calls, Wire or Alerts")
	}
	slices.Sort(what)
	query := url.Values{"what": {strings.Join(what, ",")}}
	if c.Phone != "" {
		query.Set("phone", c.Phone)
	}
	if !c.Before.IsZero() {
		query.Set("before", c.Before.Format(time.RFC3339Nano))
	}
	var cleared simapi.Cleared
	err := r.send(ctx, http.MethodDelete, "history?"+query.Encode(), simapi.Nothing{}, &cleared)
	return cleared.Cleared, err
}

// remotePage is how much is asked for at once.
const remotePage = 1000

// Messages returns the messages that the server keeps, the oldest first. Files come without
// their content.
func (r *RemoteSim) Messages(ctx context.Context) ([]Message, error) {
	messages, _, err := r.searchIn(ctx, "messages", "")
	return messages, err
}

// Search returns the messages and the calls that fit, the oldest first. A search has words,
// "words in a row", and to:, from:, status:, code: and sid: with a value:
//
//	messages, calls, err := remote.Search(ctx, `to:+14155551234 "your table"`)
func (r *RemoteSim) Search(ctx context.Context, query string) ([]Message, []*RemoteCall, error) {
	return r.searchIn(ctx, "search", query)
}

func (r *RemoteSim) searchIn(ctx context.Context, path, query string) (messages []Message, calls []*RemoteCall, err error) {
	values := url.Values{"q": {query}, "limit": {strconv.Itoa(remotePage)}}
	for {
		var page struct {
			simapi.SearchPage
			Messages []simapi.Message `json:"messages"`
		}
		if err := r.get(ctx, path, values, &page); err != nil {
			return nil, nil, err
		}
		for _, m := range page.Messages {
			messages = append(messages, remoteMessage(&m))
		}
		for _, found := range page.Results {
			if found.Message != nil {
				messages = append(messages, remoteMessage(found.Message))
			}
			if found.Call != nil {
				calls = append(calls, r.callOf(found.Call))
			}
		}
		if page.Next == "" {
			slices.Reverse(messages)
			slices.Reverse(calls)
			return messages, calls, nil
		}
		values.Set("before", page.Next)
	}
}
