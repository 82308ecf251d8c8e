package twiliotest

import (
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// Option changes a simulator; give options to [New] or [Start].
type Option func(*config) error

type config struct {
	accountSID      string // of Account, "" for the usual one
	accountToken    string
	seed            uint64
	wallTime        bool
	speed           float64   // of wall time, 0 for that of the machine's clock
	startAt         time.Time // zero for now
	balance         money
	currency        string
	allowUnexpected bool
	lenient         bool
	allowAlerts     bool
	callbacks       callbackRules
	egress          *egress // of webhooks
	verify          verifyRules
	a2p             a2pRules
	rates           map[string]int  // of senders that have a rate of their own; nil when nothing waits
	concurrency     int             // requests of an account at once, 0 for any number
	callRate        int             // calls of an account a second, 0 for any number
	countries       map[string]bool // that get messages; nil for all
	callCountries   map[string]bool // that get calls; nil for all
	stock           []Stock         // of Inventory
	reviews         reviewRules
	content         contentRules
	video           videoRules
	prices          prices // by country, nil for those of the simulator alone
	sharedKey       sharedKey
	keepAnswers     bool
	fetchMedia      bool
	history         int           // of messages and other things that are kept, 0 for all
	statePath       string        // of StateFile, "" for none
	rings           time.Duration // of phones before they are answered, 0 for the usual time
	logger          *slog.Logger  // of a program
}

func newConfig(opts []Option) (config, error) {
	cfg := config{egress: new(egress), balance: 20 * dollar, currency: "USD", content: contentRules{review: reviewTakes}, logger: slog.Default()}
	for _, opt := range opts {
		if opt == nil {
			continue
		}
		if err := opt(&cfg); err != nil {
			return cfg, err
		}
	}
	return cfg, nil
}

// WallTime lets time pass by itself: messages are delivered while the program
// goes on. Inside a testing/synctest bubble that is the bubble's time. [Clock.Advance] still
// jumps forward, and [ClockSpeed] lets time pass faster or slower.
func WallTime() Option {
	return func(c *config) error {
		if !c.startAt.IsZero() {
			return errTwoClocks
		}
		c.wallTime = true
		return nil
	}
}

// StartAt sets the virtual clock; without it the clock starts at the present.
func StartAt(t time.Time) Option {
	return func(c *config) error {
		if c.wallTime {
			return errTwoClocks
		}
		c.startAt = t
		return nil
	}
}

// Balance sets the account's money, of which every message takes its price:
// Balance("0.01", "USD"). Without it there are 20 USD.
func Balance(amount, currency string) Option {
	return func(c *config) error {
		parsed, ok := parseMoney(amount)
		if !ok || currency == "" {
			return fmt.Errorf("Balance(%q, %q): give an amount with at most five decimals and a currency, such as \"12.50\", \"USD\"", amount, currency)
		}
		c.balance, c.currency = parsed, currency
		return nil
	}
}

// AllowUnexpected lets a test end with messages and calls that it did not expect.
func AllowUnexpected() Option {
	return func(c *config) error {
		c.allowUnexpected = true
		return nil
	}
}

// AllowAlerts lets a test end with alerts that it did not expect; see
// [Sim.ExpectAlert].
func AllowAlerts() Option {
	return func(c *config) error {
		c.allowAlerts = true
		return nil
	}
}

// Logger receives the alerts of a simulator that [Start] made for a program, and the mistakes
// in calls of its methods. Without this option they go to slog.Default(). In a test they
// fail the test instead.
func Logger(logger *slog.Logger) Option {
	return func(c *config) error {
		if logger == nil {
			return errors.New("Logger(nil): give a logger; slog.New(slog.DiscardHandler) writes nothing")
		}
		c.logger = logger
		return nil
	}
}
