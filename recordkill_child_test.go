package twilio_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/seed15d99369/twilio"
)

// delivery is the task of a child; it comes as JSON in deliveryEnv.
type delivery struct {
	BaseURL, AccountSID, Token string

	Job, Body string
	Deadline  time.Duration // of the create, 0 for the recipe's own
	PauseAt   int           // which reading of the clock waits for the parent, from 1; 0 for none
}

const deliveryEnv = "TWILIO_GO_TEST_DELIVERY"

func (d *delivery) params() twilio.MessageCreateParams {
	return twilio.MessageCreateParams{To: reconcileTo, From: reconcileFrom, Body: d.Body}
}

// deliverInChild is the program that is killed: the documented recipe.
func deliverInChild() {
	if err := deliverAsTold(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

func deliverAsTold() error {
	var d delivery
	if err := json.Unmarshal([]byte(os.Getenv(deliveryEnv)), &d); err != nil {
		return err
	}
	clock := &toldClock{pauseAt: d.PauseAt, parent: bufio.NewReader(os.Stdin)}
	client, err := twilio.New(d.AccountSID, twilio.AuthToken(d.Token), twilio.WithBaseURL(d.BaseURL), twilio.WithClock(clock))
	if err != nil {
		return err
	}
	ctx := context.Background()
	if d.Deadline > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, d.Deadline)
		defer cancel()
	}
	clock.tell("ready")
	_, err = deliver(ctx, client, d.Job, d.params())
	return err
}

// toldClock is the system's clock, except that the parent is told of each reading,
// and waits are jumps that the parent makes too, once the server has nothing to do.
type toldClock struct {
	mu       sync.Mutex
	readings int
	pauseAt  int
	ahead    time.Duration // of the system's clock
	parent   *bufio.Reader
}

func (c *toldClock) tell(line string) { _, _ = fmt.Println(line) }

// ask waits for the parent's answer.
func (c *toldClock) ask(line string) error {
	c.tell(line)
	_, err := c.parent.ReadString('\n')
	return err
}

func (c *toldClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.readings++
	if c.readings == c.pauseAt {
		_ = c.ask("pause") // here the parent stops the process
	} else {
		c.tell("reading")
	}
	return time.Now().Add(c.ahead)
}

func (c *toldClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.ask("sleep " + d.String()); err != nil {
		return err
	}
	c.ahead += d
	return ctx.Err()
}
