package twilio_test

import (
	"os"
	"testing"
)

// childEnv turns the test binary into another program, for tests that need a process
// of its own.
const childEnv = "TWILIO_GO_TEST_CHILD"

// The programs that the test binary can be.
const (
	childBenchServer = "bench server"
	childDelivery    = "delivery"
)

func TestMain(m *testing.M) {
	switch os.Getenv(childEnv) {
	case childBenchServer:
		serveBench()
	case childDelivery:
		deliverInChild()
	default:
		os.Exit(m.Run())
	}
}
