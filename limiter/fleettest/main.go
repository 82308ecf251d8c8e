// Command fleettest sends from several processes that share one rate, and looks at every window of
// time whether they kept it.
//
//	go run . -store redis -for 60s
//	go run . -store postgres -for 60s -trouble
//	go run . -store redis -for 20s -outage 8s -share 10
//	go run . -store redis_rate -for 3s -warm 0s
//
// It starts a server of the store, a server that stands for Twilio and notes when each message arrives, and
// the workers, which send with the SDK as fast as the limiter lets them. With -trouble, one worker is killed,
// one is stopped for some seconds, and the store is stopped and started.
//
// Times are taken where a request leaves, in the transport of its worker, and where it arrives. All processes
// run on one machine and so on one clock. No request leaves at the very time of its turn: the
// limiter allows for 50 ms, and the machine adds its own delay. In a window w, there may be rate × (w + jitter) + burst
// requests. The program prints the smallest jitter for which that holds in all windows.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	err := work(context.Background(), os.Stdin, os.Stdout)
	if errors.Is(err, errNoWorker) {
		err = show(os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "fleettest:", err)
		os.Exit(1)
	}
}

// show carries the scenario of the command line out.
func show(out io.Writer) error {
	s := scenario{}
	s.flags(flag.CommandLine)
	jitter := flag.Duration("jitter", 100*time.Millisecond, "that is allowed for where requests leave")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	result, err := s.run(ctx)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return errors.Join(encoder.Encode(result), result.check(s, *jitter))
}
