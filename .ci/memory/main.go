// Command memory sends a million messages with status callbacks to a simulator that keeps a
// thousand, and prints how much memory is in use after each hundred thousand.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

const (
	kept  = 1_000
	sent  = 1_000_000
	step  = 100_000
	phone = 4_155_550_100 // the first of a hundred numbers that nobody has
)

func main() {
	sim, err := twiliotest.Start(twiliotest.History(kept), twiliotest.Balance("1000000", "USD"))
	if err != nil {
		log.Fatal(err)
	}
	told := 0
	const status = "https://app.example.com/status"
	sim.Handle(status, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { told++ }))
	clinic := sim.Number("+14155556789")
	fmt.Printf("%10s %12s %14s %10s\n", "messages", "callbacks", "heap in use", "time")
	began := time.Now()
	report(0, told, began)
	for i := 1; i <= sent; i++ {
		params := twilio.MessageCreateParams{To: "+1" + strconv.Itoa(phone+i%100), From: clinic.Number(), Body: "Text " + strconv.Itoa(i), StatusCallback: status}
		if _, err := sim.Client().Messages.Create(context.Background(), params); err != nil {
			log.Fatal(err)
		}
		sim.Clock.Advance(2 * time.Second)
		if i%step == 0 {
			report(i, told, began)
		}
	}
}

func report(messages, told int, began time.Time) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	fmt.Printf("%10d %12d %10.1f MiB %10s\n", messages, told, float64(m.HeapInuse)/(1<<20), time.Since(began).Round(time.Second))
}
