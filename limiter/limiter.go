package limiter

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/seed15d99369/twilio"
)

// Config says what is limited, and where the processes share it. Store is needed.
type Config struct {
	Store Store
	Rules []Rule
	// InFlight is the most requests of one account in flight at a time, over all processes. Twilio
	// publishes no figure, and lets a program know by code 20429, which lowers the cap for a while. 0
	// stands for 100, and a negative value for no cap.
	InFlight int
	// Lease is how long a request counts as in flight when its process dies; 0 stands for a minute.
	// It has to be longer than the time-out of the client, see [twilio.WithTimeout].
	Lease time.Duration
	// Timeout is how long the store may take for an answer, and how long it is left alone after it
	// has failed; 0 stands for half a second.
	Timeout time.Duration
	Clock   twilio.Clock // for waits; nil for the system's
}

const (
	defaultInFlight = 100
	defaultLease    = time.Minute
	defaultTimeout  = 500 * time.Millisecond
	longestTimeout  = 10 * time.Second
)

// Limiter lets requests pass at the rates of a fleet. It is a [twilio.AdaptiveLimiter], for
// [twilio.WithLimiter]; it is safe for concurrent use.
type Limiter struct {
	config Config
	local  *Memory // for the shares of this process
	id     string  // of this process, within leases

	mu        sync.Mutex
	plans     map[twilio.LimitedRequest]*plan
	lines     map[string]*line
	leases    map[*twilio.LimitedRequest]heldLease // of the requests that were let pass
	count     int                                  // of leases
	lag       lag                                  // of the store's clock
	awaySince time.Time                            // the first failure since the last answer; zero when there was none
	awayUntil time.Time                            // the store is not asked before then
	awayErr   error
}

type heldLease struct {
	plan  *plan
	lease string
}

var _ twilio.AdaptiveLimiter = (*Limiter)(nil)

// New checks a configuration. It does not ask the store.
func New(config Config) (*Limiter, error) {
	var problems twilio.Problems
	if config.Store == nil {
		problems.Add("Store", "is missing", "give a store of package redislimiter or pglimiter, or limiter.NewMemory(nil)")
	}
	for i := range config.Rules {
		config.Rules[i].check(&problems, fmt.Sprintf("Rules[%d]", i))
	}
	if config.Lease < 0 || config.Timeout < 0 || config.Timeout > longestTimeout {
		problems.Add("Lease, Timeout", "are negative or too long", "give positive times and a Timeout of 10 s or less, or 0 for the defaults")
	}
	if err := problems.Err("limiter.New"); err != nil {
		return nil, err
	}
	config.InFlight = cmp.Or(config.InFlight, defaultInFlight)
	config.Lease = cmp.Or(config.Lease, defaultLease)
	config.Timeout = cmp.Or(config.Timeout, defaultTimeout)
	if config.Clock == nil {
		config.Clock = systemClock{}
	}
	return &Limiter{
		config: config, local: NewMemory(config.Clock), id: rand.Text()[:10],
		plans: map[twilio.LimitedRequest]*plan{}, lines: map[string]*line{}, leases: map[*twilio.LimitedRequest]heldLease{},
	}, nil
}

// Wait implements [twilio.Limiter]: it returns when it is the turn of the request that
// [twilio.LimitedRequestFrom] tells. Its error is the one of ctx, a *[WaitError] or a *[StoreError].
func (l *Limiter) Wait(ctx context.Context) error {
	request := twilio.LimitedRequestFrom(ctx)
	if request == nil {
		var problems twilio.Problems
		problems.Add("ctx", "tells no request", "give the limiter to a client by twilio.WithLimiter, which asks it before each request; twilio.Client.Admit asks it in advance")
		return problems.Err("limiter.Wait")
	}
	for again := false; ; again = true {
		if err := ctx.Err(); err != nil {
			return err
		}
		w := l.join(request, again)
		t, err := l.turnOf(ctx, w)
		if err != nil {
			return err
		}
		if err := l.sleepUntil(ctx, t.at); err != nil {
			l.giveBack(w.line.plan, t)
			return err
		}
		if l.config.Clock.Now().Sub(t.at) <= late {
			l.hold(request, w.line.plan, t)
			return nil
		}
		l.release(w.line.plan, t)
	}
}

// sleepUntil returns at once with the error of a context that has ended, for its request would
// not be sent.
func (l *Limiter) sleepUntil(ctx context.Context, at time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if wait := at.Sub(l.config.Clock.Now()); wait > 0 {
		return l.config.Clock.Sleep(ctx, wait)
	}
	return nil
}

// hold keeps the lease of a request until Done.
func (l *Limiter) hold(request *twilio.LimitedRequest, p *plan, t turn) {
	if t.lease == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.leases[request] = heldLease{p, t.lease}
}

// Done implements [twilio.AdaptiveLimiter]: it gives the request's place free, and tells the other
// processes what Twilio has asked for. When the store is away, the place becomes free with the
// end of its lease.
func (l *Limiter) Done(ctx context.Context, result twilio.LimitedResult) {
	if result.Request == nil {
		return
	}
	l.mu.Lock()
	held, ok := l.leases[result.Request]
	delete(l.leases, result.Request)
	l.mu.Unlock()
	end := l.newEnd(&result)
	switch {
	case ok:
		end.Flight, end.Leases = held.plan.flight, []string{held.lease}
	case end.For == 0:
		return
	}
	l.end(ctx, end)
}

// newEnd says what an answer of Twilio's means for the fleet. A busy account is answered by code
// 20429, or by a bare 429 of what stands before the API.
func (l *Limiter) newEnd(result *twilio.LimitedResult) End {
	end := l.emptyEnd()
	tooMany := result.Status == http.StatusTooManyRequests
	if tooMany || result.Status == http.StatusServiceUnavailable {
		end.Cool, end.For = name("cool", result.Request.AccountSID, result.Request.Host), result.RetryAfter
	}
	switch result.Code {
	case 0, twilio.CodeTooManyRequests, twilio.CodeTooManyConcurrentRequests:
		end.Busy = tooMany
	}
	end.Done = !end.Busy && result.Status > 0 && result.Status < http.StatusInternalServerError
	return end
}

func (l *Limiter) emptyEnd() End { return End{Cap: l.config.InFlight, Lease: l.config.Lease} }

// release gives the place of a turn free that was not used.
func (l *Limiter) release(p *plan, turns ...turn) {
	end := l.emptyEnd()
	for _, t := range turns {
		if t.lease != "" {
			end.Leases = append(end.Leases, t.lease)
		}
	}
	if len(end.Leases) > 0 {
		end.Flight = p.flight
		l.end(context.Background(), end)
	}
}

// end tells the store, unless it is away.
func (l *Limiter) end(ctx context.Context, end End) {
	if l.awayReason() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, l.config.Timeout)
	defer cancel()
	if err := l.config.Store.End(ctx, end); err != nil {
		l.setAway(err)
	}
}

// newLeases names n places; the lock is held.
func (l *Limiter) newLeases(n int) []string {
	leases := make([]string, n)
	for i := range leases {
		l.count++
		leases[i] = l.id + strconv.Itoa(l.count)
	}
	return leases
}

// planOf remembers what has to be asked for a kind of request; the lock is held.
func (l *Limiter) planOf(request *twilio.LimitedRequest) *plan {
	const many = 4096
	kind := *request
	kind.Attempt = 0 // every attempt counts alike
	p := l.plans[kind]
	if p == nil {
		if len(l.plans) >= many {
			clear(l.plans)
		}
		p = newPlan(l.config.Rules, &kind, l.config.InFlight > 0)
		l.plans[kind] = p
	}
	return p
}
