// Package twiliotest is Twilio in memory: a simulator for tests of code that uses
// package twilio, without an account, a network or a sleep.
//
//	func TestReminder(t *testing.T) {
//		sim := twiliotest.New(t)
//		ada := sim.Phone("+14155551234")
//		clinic := sim.Number("+14155556789")
//
//		err := app.Remind(t.Context(), sim.Client(), clinic.Number(), ada.Number())
//		require.NoError(t, err)
//
//		ada.ExpectSMS("See you at 9")
//	}
//
// Your server is part of it: phones text and call the numbers, and whoever answers
// for those is asked as Twilio asks, by signed requests, with status callbacks
// besides.
//
//	clinic := sim.Number("+14155556789", twiliotest.SMSWebhook(handler))
//	ada.SendSMS(clinic.Number(), "yes")
//	ada.ExpectSMS("Thank you")
//
// A webhook that fails fails the test, as does TwiML that cannot run: see
// [Sim.ExpectAlert].
//
// Every operation that Twilio has published is answered. Messages, calls and what belongs
// to them behave as they do at Twilio. The others keep what they are sent: a POST creates
// a resource with an SID, which can be fetched, listed, updated and deleted, and every
// answer has the published properties. A test that needs another answer gives it by
// [Sim.Stub].
//
// It behaves as Twilio does where that is known: messages move from queued to
// delivered, sending costs money, credentials and parameters are checked against
// Twilio's published API, and errors have Twilio's codes. What differs is listed
// in the file FIDELITY.md of this module.
//
// Time is virtual: nothing happens until the [Clock] is advanced, by hand or by a
// test that expects something. With [WallTime] it passes by itself instead, which
// suits programs and testing/synctest.
package twiliotest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/memnet"
	"github.com/seed15d99369/twilio/twiml"
)

// T is what the simulator needs of a *testing.T.
type T interface {
	Helper()
	Cleanup(func())
	Context() context.Context
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Sim is one simulated Twilio with one account. It is safe for concurrent use.
type Sim struct {
	// Clock is the simulator's time.
	Clock *Clock

	t          T // nil when it was made by Start
	config     config
	main       mainAccount
	salt       string // of SIDs and secrets, see config.salt
	listener   *memnet.Listener
	server     *http.Server
	transport  *http.Transport
	outside    *http.Transport // to applications over the network
	hookCancel context.CancelCauseFunc
	testClient *twilio.Client

	hookContext context.Context //nolint:containedctx // it ends with the simulator

	mu            sync.Mutex
	changed       chan struct{} // closed and replaced whenever something below changes
	socket        net.Listener  // of URL, nil until then
	closed        bool
	client        *twilio.Client
	clientToken   string         // of client
	serial        int            // of the last SID
	inFlight      map[string]int // requests, by the account whose limit they count against
	balance       money
	numbers       map[string]*Number
	owned         []*Number        // the phone numbers among them, in the order in which they were got
	released      map[string]bool  // numbers that were given up; nil until then
	stock         []*stock         // the inventory; nil until it is asked for
	addresses     []*postalAddress // in the order of their creation
	callerIDs     []*callerID      // in the order of their creation
	phones        map[string]*Phone
	lookups       map[string]twilio.LookupResult // by number
	calls         []*call                        // in the order of their creation
	callsFreeAt   map[string]time.Time           // when the queue of calls of an account ends
	access        accessState                    // accounts and credentials
	orders        map[string][]string            // of lists of which there are further pages
	files         map[string]file                // by URL
	fileOrder     []string                       // the URLs of files in the order in which they were set
	fetchedBytes  int                            // of the files of messages
	messages      []*message                     // in the order of their creation
	messageIndex  directory[*message]
	callIndex     directory[*call]
	requests      []Request
	faults        []*activeFault
	handlers      map[string]http.Handler // by what their addresses begin with
	stubs         map[*contract.Operation]*stub
	resources     resources       // of operations that have no behaviour of their own
	refused       map[string]bool // requests that nobody answers, of which the test has been told
	outbox        []func()        // what is to be done without a lock
	delivering    int             // of it, what is being done
	handling      int             // handlers of the application that run
	callbacks     []*Callback
	held          map[string][]statusCallback // back until the message or the call is over, by its SID
	alerts        []*alert
	ids           ledgerIDs
	history       historyState
	state         *stateFile // nil without StateFile
	events        eventLog
	conversations map[string]*conversation // by the two who text each other
	verify        verifyState
	a2p           a2pState
	messaging     messagingState
	content       contentState
	lines         lineState
	video         videoState
	sip           sipState
	voice         voiceState
	usage         usageState
	monitor       monitorState
	begins        func(*runner, twiml.Verb) // hears of each verb that is carried out, nil but in tests
	begun         time.Time                 // when the simulator was made, on its clock
}

// New returns a simulator that ends with the test. The test fails for
//
//   - messages and calls that nobody expected (unless there is [AllowUnexpected]),
//   - alerts that nobody expected, which tell of webhooks that failed and of TwiML that
//     cannot run (unless there is [AllowAlerts]),
//   - operations of which Twilio has published no description (unless there is a
//     [Sim.Stub]) and that a client of [Sim.Client], [Sim.Options] or [Sim.Transport]
//     asks for,
//   - requests that show credentials to the wrong host,
//   - options that cannot be used.
//
// What would have happened after the end of the test does not happen. A call, for
// example, may still be going on then. A test that wants its last status callback lets
// time pass with [Clock.Advance].
func New(t T, opts ...Option) *Sim {
	t.Helper()
	s, err := start(t, opts)
	if err != nil {
		t.Fatalf("twiliotest: %v", err)
		return nil
	}
	t.Cleanup(s.finish)
	return s
}

// Start returns a simulator for a program, which closes it. It fails when an
// option cannot be used.
func Start(opts ...Option) (*Sim, error) {
	s, err := start(nil, opts)
	if err != nil {
		return nil, fmt.Errorf("twiliotest: %w", err)
	}
	return s, nil
}

func start(t T, opts []Option) (*Sim, error) {
	cfg, err := newConfig(opts)
	if err != nil {
		return nil, err
	}
	state, err := openState(cfg)
	if err != nil {
		return nil, err
	}
	s := &Sim{
		t: t, config: cfg, state: state, main: newMainAccount(cfg), salt: cfg.salt(), Clock: newClock(cfg), balance: cfg.balance,
		listener: memnet.Listen("twilio"), changed: make(chan struct{}),
		numbers: map[string]*Number{}, phones: map[string]*Phone{}, files: map[string]file{},
		lookups: map[string]twilio.LookupResult{}, orders: map[string][]string{}, handlers: map[string]http.Handler{},
		stubs: map[*contract.Operation]*stub{}, refused: map[string]bool{}, conversations: map[string]*conversation{}, inFlight: map[string]int{}, callsFreeAt: map[string]time.Time{}, held: map[string][]statusCallback{},
		outside: cfg.egress.transport(),
	}
	if state.isRestoring() {
		s.Clock.hold(state.loaded.first)
	}
	s.Clock.afterwards, s.Clock.changed, s.begun = s.afterEvent, s.clockChanged, s.Clock.Now()
	s.access = newAccessState(s.main, s.begun)
	s.hookContext, s.hookCancel = context.WithCancelCause(context.Background())
	s.transport = &http.Transport{
		DialContext: s.listener.DialContext, DialTLSContext: s.listener.DialContext, // memory needs no encryption
		MaxIdleConnsPerHost: 64,
	}
	if t != nil {
		s.transport.RegisterProtocol("https", &gate{s})
		s.transport.RegisterProtocol("http", &gate{s})
	}
	if err := s.newClients(); err != nil {
		return nil, err
	}
	if err := s.restore(); err != nil {
		return nil, err
	}
	s.server = newServer(http.HandlerFunc(s.serveHTTP))
	go func() { _ = s.server.Serve(s.listener) }()
	return s, nil
}

func newServer(handler http.Handler) *http.Server {
	return &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute, ErrorLog: log.New(io.Discard, "", 0)}
}

func (s *Sim) newClients() (err error) {
	live, test := twilio.AuthToken(s.main.token), twilio.AuthToken(s.main.testToken)
	if s.client, err = twilio.New(s.main.sid, live, s.Options()...); err != nil {
		return err
	}
	s.clientToken = s.main.token
	s.testClient, err = twilio.New(s.TestAccountSID(), test, s.Options()...)
	return err
}

// TestClient is Client with the account's test credentials, which store and send
// nothing and know Twilio's magic numbers.
//
// Twilio docs: https://www.twilio.com/docs/iam/test-credentials
func (s *Sim) TestClient() *twilio.Client { return s.testClient }

// Options connect a client of the caller's own making to the simulator:
//
//	keySID, secret := sim.APIKey()
//	client, err := twilio.New(sim.AccountSID(), twilio.APIKey(keySID, secret),
//		append(sim.Options(), twilio.WithLogger(logger))...)
func (s *Sim) Options() []twilio.Option {
	return []twilio.Option{twilio.WithHTTPClient(&http.Client{Transport: s.transport}), twilio.WithClock(s.Clock)}
}

// Transport carries requests to the simulator, whatever their host: for tests
// that put something of their own between a client and Twilio.
func (s *Sim) Transport() http.RoundTripper { return s.transport }

// URL returns the address of the simulator on this machine's loopback, for other
// processes: TWILIO_BASE_URL, or twilio.WithBaseURL. The socket is opened by the
// first call. When that fails the test fails, and a program gets "".
func (s *Sim) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.socket == nil {
		socket, err := s.listen()
		if err != nil {
			s.fatalf("twiliotest: URL: %v", err)
			return ""
		}
		s.socket = socket
		go func() { _ = s.server.Serve(socket) }()
	}
	return "http://" + s.socket.Addr().String()
}

func (s *Sim) listen() (net.Listener, error) {
	if s.closed {
		return nil, errClosed
	}
	socket, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	return socket, s.config.egress.refuseOwn(socket.Addr())
}

// Close ends the simulator; requests fail from then on. The contexts of handlers
// that still answer a webhook end, and Close waits for them: it fails when one runs
// on for 15 seconds. New does it at the end of the test.
func (s *Sim) Close() error {
	s.mu.Lock()
	s.closed = true
	s.notify()
	s.mu.Unlock()
	s.Clock.stop()
	s.hookCancel(errClosed)
	err := s.awaitHandlers()
	s.transport.CloseIdleConnections()
	_ = s.listener.Close() // the server may not have begun to accept
	return errors.Join(err, s.server.Close(), s.closeState())
}

// finish ends the simulator of a test.
func (s *Sim) finish() {
	s.t.Helper()
	if err := s.Close(); err != nil {
		s.t.Errorf("twiliotest: closing: %v", err)
	}
	s.reportUnexpected()
	s.reportAlerts()
}

// notify tells those who wait in waitUntil that something changed; s.mu is held.
func (s *Sim) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// waitUntil returns once ready does, which is called with s.mu held, or when ctx
// ends, or, if eventually is false, when nothing is under way any more.
func (s *Sim) waitUntil(ctx context.Context, eventually bool, ready func() bool) error {
	if ctx == nil {
		return errNilContext
	}
	for {
		s.mu.Lock()
		done, changed, closed, busy := ready(), s.changed, s.closed, s.delivering > 0 || len(s.outbox) > 0
		s.mu.Unlock()
		switch {
		case done:
			s.empty()
			return nil
		case closed:
			return errClosed
		case s.Clock.step():
			continue
		case !eventually && !busy && s.Clock.idle():
			return errNothingPending
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		}
	}
}

// afterEvent does what an event leaves to be done outside of its locks. With wall time those
// in waitUntil then look whether anything is still to happen.
func (s *Sim) afterEvent() {
	s.empty()
	if s.Clock.wall {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.notify()
	}
}

// clockChanged tells those who follow the simulator of a jump and of another speed.
func (s *Sim) clockChanged() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emit(EventClock, "", "")
}

var errNilContext = errors.New("the context is nil: pass one, such as context.Background()")

var errNothingPending = errors.New("nothing is on its way any more")

// failf reports what a test did wrong; a program finds it in its log.
func (s *Sim) failf(format string, args ...any) {
	if s.t == nil {
		s.config.logger.Error(fmt.Sprintf(format, args...))
		return
	}
	s.t.Helper()
	s.t.Errorf(format, args...)
}

// fatalf is failf for what ends a test.
func (s *Sim) fatalf(format string, args ...any) {
	if s.t == nil {
		s.failf(format, args...)
		return
	}
	s.t.Helper()
	s.t.Fatalf(format, args...)
}
