package outbox

import (
	"cmp"
	"context"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/outbox/internal/db"
)

// Driver is a database. The packages outboxpgx, outboxpostgres and outboxsqlite make one.
type Driver[TTx any] = db.Driver[TTx]

// Config says how an outbox sends. Client is needed; the zero value of everything else is usable.
type Config[TTx any] struct {
	// Client sends. Its limiter, see [twilio.WithLimiter], holds the rate: every process needs
	// one, and processes that share a rate need a shared one.
	Client *twilio.Client
	// Rate is how many messages a second the limiters let pass, over all processes. The outbox
	// prepares no more than that rate can send in ten seconds. 0 stands for 100.
	Rate float64
	// SenderRates is the same for single senders, by number or by the SID of a Messaging Service.
	SenderRates map[string]SenderRate

	// Account is for whom it sends: "" is the client's own account.
	Account string
	// Target tells one Twilio from another, so that a key that was tried on a simulator is sent
	// for real later. "" is twilio.com, or the client's base URL.
	Target string
	// CallbackURL is where Callbacks of this outbox is served, as Twilio sees it:
	// "https://hooks.example.com/twilio/outbox". "" is for no callbacks.
	CallbackURL string

	// Workers is how many messages one process sends at a time; 0 stands for 20. Messages that
	// wait for their rate count.
	Workers int
	// MaxAttempts is how often a message is tried that surely was not sent; 0 stands for 5. An
	// attempt of which Twilio has not looked at the message does not count: there was no
	// connection, there were too many requests, or the account itself was refused.
	MaxAttempts int
	// RateWait is how long a message waits for the rate before its place goes to another one; 0
	// stands for 15 s.
	RateWait time.Duration
	// CreateTimeout bounds one attempt, with the client's own retries; 0 stands for 45 s.
	CreateTimeout time.Duration
	// Lease is after how long the sweeper looks after a message whose attempt nobody has ended.
	// It has to be longer than CreateTimeout by 15 s; 0 stands for CreateTimeout and one minute.
	Lease time.Duration
	// Horizon is how long after the end of an attempt Twilio may hide a message; see
	// [twilio.Horizon]. 32 s or more; 0 stands for two minutes.
	Horizon time.Duration
	// UncertainAfter is how long the sweeper goes on when lists cannot be read, before it leaves
	// the message to a person; 0 stands for an hour.
	UncertainAfter time.Duration
	// FetchAfter is after how long the outbox asks for the delivery of a message for which no
	// callback tells the end; 0 stands for an hour, and a negative value for never.
	FetchAfter time.Duration
	// EraseAfter is how long after its end the parameters and the recipient of a message are
	// kept; 0 stands for seven days, and a negative value for all time. The key stays.
	EraseAfter time.Duration

	// Allow is the caller's own list of people who want no messages. It is asked in the
	// transaction that makes a message sending. A reason other than "" skips the message; an
	// error leaves it for later. It has to use tx: a second connection may not be there, as with
	// outboxsqlite.Open, and then waits until ctx ends.
	Allow func(ctx context.Context, tx TTx, message *Entry) (refusal string, err error)
	// OnChange is told of each change of state and of delivery that this process has made, after
	// it was committed. It is not told that a message is being sent, because nothing waits before
	// the request. It may be called twice for one change, and not at all when the process dies:
	// what has to be sure reads the table.
	OnChange func(ctx context.Context, message *Entry)

	// Tracing carries trace context along; the zero value carries none.
	Tracing Tracing
	Logger  *slog.Logger // nil for slog.Default()
	Clock   twilio.Clock // the one of the client, if that has one of its own
}

// SenderRate is the rate of one sender.
type SenderRate struct {
	PerSecond float64
	// Limiter holds the rate of the sender, beside the one of the client; nil is for none.
	Limiter twilio.Limiter
}

// The defaults of a Config.
const (
	defaultRate           = 100
	defaultWorkers        = 20
	defaultAttempts       = 5
	defaultRateWait       = 15 * time.Second
	defaultCreateTimeout  = 45 * time.Second
	defaultHorizon        = 2 * time.Minute
	defaultUncertainAfter = time.Hour
	defaultFetchAfter     = time.Hour
	defaultEraseAfter     = 7 * 24 * time.Hour

	leaseMargin    = time.Minute
	leastMargin    = 15 * time.Second // of the lease beyond the time of an attempt
	leastHorizon   = 32 * time.Second
	longestCreate  = 9 * time.Minute // a record lasts ten
	settleTime     = 10 * time.Second
	mostWorkers    = 1000
	everyCampaign  = "*"
	everySender    = "*"
	opOpen         = "outbox.Open"
	positiveRemedy = "give a positive value, or leave it out"
)

// filled returns the configuration with its defaults, or says what is wrong with it.
func (c Config[TTx]) filled() (Config[TTx], error) {
	var problems twilio.Problems
	if c.Client == nil || c.Client.AccountSID() == "" {
		problems.Add("Client", "is missing", "make one with twilio.New or twilio.NewFromEnv")
		return c, problems.Err(opOpen)
	}
	c.Account = cmp.Or(c.Account, c.Client.AccountSID())
	if c.Target == "" {
		c.Target = targetOf(c.Client)
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	if c.Clock == nil {
		c.Clock = systemClock{}
	}
	c.Rate = cmp.Or(c.Rate, defaultRate)
	c.Workers, c.MaxAttempts = cmp.Or(c.Workers, defaultWorkers), cmp.Or(c.MaxAttempts, defaultAttempts)
	c.RateWait, c.CreateTimeout = cmp.Or(c.RateWait, defaultRateWait), cmp.Or(c.CreateTimeout, defaultCreateTimeout)
	c.Lease, c.Horizon = cmp.Or(c.Lease, c.CreateTimeout+leaseMargin), cmp.Or(c.Horizon, defaultHorizon)
	c.UncertainAfter = cmp.Or(c.UncertainAfter, defaultUncertainAfter)
	c.FetchAfter, c.EraseAfter = cmp.Or(c.FetchAfter, defaultFetchAfter), cmp.Or(c.EraseAfter, defaultEraseAfter)
	c.check(&problems)
	return c, problems.Err(opOpen)
}

func (c *Config[TTx]) check(problems *twilio.Problems) {
	if c.Rate < 0 {
		problems.Add("Rate", "is negative", positiveRemedy)
	}
	for sender, rate := range c.SenderRates {
		if rate.PerSecond <= 0 {
			problems.Add("SenderRates", "of "+sender+" has no positive PerSecond", "give the messages a second of the sender")
		}
	}
	if c.Workers < 0 || c.Workers > mostWorkers {
		problems.Add("Workers", "is not between 1 and 1,000", "give how many messages one process sends at a time")
	}
	if c.MaxAttempts < 0 {
		problems.Add("MaxAttempts", "is negative", positiveRemedy)
	}
	if c.RateWait < 0 || c.UncertainAfter < 0 {
		problems.Add("RateWait", "or UncertainAfter is negative", positiveRemedy)
	}
	if c.CreateTimeout < time.Second || c.CreateTimeout > longestCreate {
		problems.Add("CreateTimeout", "is not between a second and nine minutes", "give the time of one attempt, such as 45 s")
	}
	if c.Lease < c.CreateTimeout+leastMargin {
		problems.Add("Lease", "is not longer than CreateTimeout by 15 s", "give a longer Lease or a shorter CreateTimeout")
	}
	if c.Horizon < leastHorizon {
		problems.Add("Horizon", "is shorter than Twilio may still work on a request", "give 32 s or more")
	}
	if u, err := url.Parse(c.CallbackURL); c.CallbackURL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Fragment != "") {
		problems.Add("CallbackURL", "is not an address that Twilio can call", "give an https address without a fragment")
	}
}

// targetOf is twilio.com for Twilio itself, whatever the region, and the address of the API for
// everything else.
func targetOf(c *twilio.Client) string {
	address, err := c.URL(twilio.Operation{Name: "Outbox.Target", Method: "GET", Host: "api", Path: "/2010-04-01/Accounts.json"}.On())
	if err != nil {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if host := u.Hostname(); host == "twilio.com" || strings.HasSuffix(host, ".twilio.com") {
		return "twilio.com"
	}
	return u.Scheme + "://" + u.Host
}

// rateOf is the rate of a sender.
func (c *Config[TTx]) rateOf(sender string) float64 {
	if rate, ok := c.SenderRates[sender]; ok {
		return min(rate.PerSecond, c.Rate)
	}
	return c.Rate
}

// systemClock is the clock of the machine.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
