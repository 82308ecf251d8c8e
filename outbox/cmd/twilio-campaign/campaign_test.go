package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

func TestDryRunSendsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.file("people.csv", "phone;name", "+14155550101;Ada", "+14155550102;O’Neill", "+447400123456;Alan")
		assert.Equal(t, exitGood, d.run(usual(file)...), d.stderr)
		assert.Empty(t, d.sim.Messages())
		for _, part := range []string{
			`Campaign "people": 3 recipients`, `The column "phone" holds the numbers.`,
			"US       2           2         0.0158 USD", "GB       1           1         0.0524 USD", "all      3           3         0.0682 USD",
			"1 text is sent in UCS-2", "’ U+2019  in 1 text, from the columns", "Line 2 gets: Hello Ada",
			"At 10 messages a second (by -rate), sending takes 1s.", "Nothing was sent. Add -send to send to the simulator at 127.0.0.1:8945.",
		} {
			assert.Contains(t, d.stdout.String(), part)
		}
		files, err := os.ReadDir(d.dir)
		require.NoError(t, err)
		assert.Len(t, files, 1, "a dry run leaves nothing behind")
	})
}

func TestSendsEachOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 50)
		began := time.Now()
		assert.Equal(t, exitGood, d.run(usual("-send", "-wait", "1m", file)...), d.stderr)
		assert.GreaterOrEqual(t, time.Since(began), 4900*time.Millisecond, "ten a second")
		assert.Len(t, d.sim.Messages(), 50)
		assert.Equal(t, d.ledger(), d.reported("people-report.csv"))
		assert.Contains(t, d.stdout.String(), "all 50 messages are over.\n  50 accepted by Twilio\n    50 delivered\n")
		for i, line := range d.table("people-report.csv") {
			assert.Equal(t, fmt.Sprint(i+2), line[0], "in the order of the file")
			assert.Equal(t, "delivered", line[5])
			assert.NotContains(t, line[2], line[1][1:], "a key does not tell its number")
		}
		for _, m := range d.sim.Messages() {
			assert.Equal(t, "Hello Person "+strings.TrimLeft(m.To[len("+1415555"):], "0"), m.Body)
		}
		assert.Equal(t, exitGood, d.run(usual("-send", file)...), d.stderr)
		assert.Len(t, d.sim.Messages(), 50, "the second time there is nothing to do")
	})
}

// The times of the creates are those of the simulator, which learns of each request.
func TestRateIsSharedByProcesses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 40)
		first, second := d.command(), d.command()
		statuses := make(chan int, 2)
		began := time.Now()
		for _, c := range []*command{first, second} {
			go func() { statuses <- c.run(t.Context(), usual("-send", file)) }()
		}
		assert.Equal(t, []int{exitGood, exitGood}, []int{<-statuses, <-statuses}, d.stderr)
		assert.GreaterOrEqual(t, time.Since(began), 3900*time.Millisecond, "ten a second for both together")
		assert.Len(t, d.sim.Messages(), 40)
		assert.Equal(t, d.ledger(), d.reported("people-report.csv"))
		var times []time.Time
		for _, m := range d.sim.Messages() {
			times = append(times, m.Created)
		}
		slices.SortFunc(times, time.Time.Compare)
		const window = 10 // messages
		for i := window; i < len(times); i++ {
			assert.GreaterOrEqual(t, times[i].Sub(times[i-window]), 900*time.Millisecond, "message %d", i)
		}
	})
}

func TestInterruptedCampaignGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 60)
		for n := range 2 {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			assert.Equal(t, exitFailed, d.runFor(ctx, usual("-send", file)...))
			cancel()
			assert.Contains(t, d.stderr.String(), "it was interrupted: run the same command again")
			assert.Contains(t, d.stdout.String(), "are left.")
			assert.Equal(t, d.ledger(), d.reported("people-report.csv"), "the report of run %d", n)
			assert.Less(t, len(d.sim.Messages()), 60)
			assert.NotEmpty(t, d.sim.Messages())
		}
		assert.Equal(t, exitGood, d.run(usual(file)...), d.stderr)
		assert.Contains(t, d.stdout.String(), "The campaign was begun on")
		assert.Equal(t, exitGood, d.run(usual("-send", file)...), d.stderr)
		assert.Len(t, d.sim.Messages(), 60)
		assert.Equal(t, d.ledger(), d.reported("people-report.csv"))
	})
}

// A first run is interrupted while it writes to the database, and nothing of it was sent.
func TestInterruptedBeforeSending(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 5)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		assert.Equal(t, exitFailed, d.runFor(ctx, usual("-send", file)...))
		assert.Contains(t, d.stderr.String(), "has sent nothing")
		assert.Empty(t, d.sim.Messages())
	})
}

func TestChangedFileIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 10)
		require.Equal(t, exitGood, d.run(usual("-send", file)...), d.stderr)
		// 100 is gone, 101 has another name, 110 and 111 are new.
		lines := []string{"number,name", "+14155550101,Somebody else"}
		for n := 102; n < 112; n++ {
			lines = append(lines, fmt.Sprintf("+1415555%04d,Person %d", n, n))
		}
		file = d.file("people.csv", lines...)
		for _, args := range [][]string{usual("-send", file), usual(file)} {
			assert.Equal(t, exitUsage, d.run(args...))
			assert.Contains(t, d.stderr.String(), "the file has changed: 2 lines are new, 1 line is gone, 1 line has other values")
			assert.Contains(t, d.stderr.String(), "Add -add")
		}
		assert.Len(t, d.sim.Messages(), 10, "nothing was sent")

		assert.Equal(t, exitGood, d.run(usual("-send", "-add", file)...), d.stderr)
		assert.Len(t, d.sim.Messages(), 12)
		assert.Equal(t, d.ledger(), d.reported("people-report.csv"))
		report := d.table("people-report.csv")
		assert.Equal(t, []string{"", "+14155550100"}, report[0][:2], "the line that is gone")
		assert.Equal(t, []string{"2", "+14155550101"}, report[1][:2])
		assert.Equal(t, exitGood, d.run(usual("-send", file)...), "it is the campaign's file by now: %s", d.stderr)
		assert.Len(t, d.sim.Messages(), 12)

		assert.Equal(t, exitGood, d.run(usual("-send", "-campaign", "another", file)...), d.stderr)
		assert.Len(t, d.sim.Messages(), 23, "another campaign is for everybody")
	})
}

func TestChangedTextOrSenderIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.sim.Number("+14155556780")
		file := d.people("people.csv", 100, 3)
		require.Equal(t, exitGood, d.run(usual("-send", file)...), d.stderr)
		for want, args := range map[string][]string{
			"the text, or -smart, is another one": {"-text", "Goodbye {{.name}}", "-from", clinic},
			"the sender is another one":           {"-text", "Hello {{.name}}", "-from", "+14155556780"},
		} {
			for _, more := range [][]string{{}, {"-add"}} {
				assert.Equal(t, exitUsage, d.run(slices.Concat(args, more, []string{"-send", file})...), want)
				assert.Contains(t, d.stderr.String(), want)
				assert.NotContains(t, d.stderr.String(), "Add -add")
			}
		}
		assert.Equal(t, exitUsage, d.run(usual("-send", "-smart", file)...))
		assert.Len(t, d.sim.Messages(), 3)
	})
}

// Lines that were added and those that were there keep their own text, also when the run that adds
// them is interrupted and the text is another one.
func TestAddWithAnotherText(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 10)
		ctx, cancel := context.WithTimeout(t.Context(), 600*time.Millisecond)
		defer cancel()
		require.Equal(t, exitFailed, d.runFor(ctx, usual("-send", file)...))
		require.Less(t, len(d.sim.Messages()), 10)
		file = d.people("people.csv", 100, 12)
		args := []string{"-text", "Goodbye {{.name}}", "-from", clinic, "-rate", "10", "-send", "-add", file}
		ctx, cancel = context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		require.Equal(t, exitFailed, d.runFor(ctx, args...))
		assert.Equal(t, exitGood, d.run(args...), d.stderr)
		texts := map[string]int{}
		for _, m := range d.sim.Messages() {
			word, _, _ := strings.Cut(m.Body, " ")
			texts[word]++
		}
		assert.Equal(t, map[string]int{"Hello": 10, "Goodbye": 2}, texts)
	})
}

// What can go wrong with a message stands in the report, with advice, and in the exit status.
func TestFailuresAreReported(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 6)
		d.sim.Phone("+14155550100").OptOut()
		d.sim.Phone("+14155550101").Unreachable(twilio.CodeHandsetUnreachable)
		d.sim.Fault(twiliotest.OnCreateMessage().To("+14155550102").Status(400, twilio.CodeInvalidTo))
		assert.Equal(t, exitSome, d.run(usual("-send", "-wait", "2m", file)...), d.stderr)
		report := d.table("people-report.csv")
		outcomes := map[string][]string{}
		for _, line := range report {
			outcomes[line[1]] = []string{line[3], line[5], line[6]}
			if line[6] != "" {
				assert.NotEmpty(t, line[7])
				assert.NotEmpty(t, line[8], "advice for %s", line[6])
			}
		}
		assert.Equal(t, []string{"refused", "", fmt.Sprint(int(twilio.CodeInvalidTo))}, outcomes["+14155550102"])
		assert.Equal(t, []string{"accepted", "undelivered", fmt.Sprint(int(twilio.CodeHandsetUnreachable))}, outcomes["+14155550101"])
		assert.Equal(t, []string{"refused", "", fmt.Sprint(int(twilio.CodeUnsubscribed))}, outcomes["+14155550100"])
		for _, part := range []string{"4 accepted by Twilio", "3 delivered", "1 undelivered", "2 refused by Twilio", twilio.CodeInvalidTo.Advice()} {
			assert.Contains(t, d.stdout.String(), part)
		}
		assert.NotContains(t, d.stdout.String()+d.stderr.String(), "+1415555010", "no number is shown")
	})
}

// A refusal that is about the account ends the run, because every message would meet it.
func TestRefusedAccountEndsTheRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 6)
		d.sim.Fault(twiliotest.OnCreateMessage().Times(1).Status(401, twilio.CodeNotAuthenticated))
		began := time.Now()
		assert.Equal(t, exitFailed, d.run(usual("-send", file)...))
		assert.Less(t, time.Since(began), 30*time.Second)
		assert.Contains(t, d.stderr.String(), "Twilio refuses the account")
		assert.Equal(t, exitGood, d.run(usual("-send", file)...), "it goes on: %s", d.stderr)
		assert.Len(t, d.sim.Messages(), 6)
		assert.Equal(t, d.ledger(), d.reported("people-report.csv"))
	})
}

// An answer that never comes leaves no second text.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 30)
		d.sim.Fault(twiliotest.OnCreateMessage().Rate(0.3, 1).CommitThenClose())
		d.sim.Fault(twiliotest.OnCreateMessage().Rate(0.3, 2).ReadThenClose())
		assert.Equal(t, exitGood, d.run(usual("-send", file)...), d.stderr)
		assert.Len(t, d.sim.Messages(), 30)
		assert.Equal(t, d.ledger(), d.reported("people-report.csv"))
	})
}

func TestStandardInput(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.stdin = "name,to\r\nAda,+14155550101\r\nGrace,(415) 555-0102\r\n"
		args := usual("-send", "-country", "US", "-campaign", "spring", "-database", filepath.Join(d.dir, "spring.db"), "-report", filepath.Join(d.dir, "report.csv"), "-")
		assert.Equal(t, exitGood, d.run(args...), d.stderr)
		assert.Len(t, d.sim.Messages(), 2)
		assert.Equal(t, exitGood, d.run(args...), d.stderr)
		assert.Len(t, d.sim.Messages(), 2)
		assert.Equal(t, d.ledger(), d.reported("report.csv"))
		assert.Equal(t, exitUsage, d.run(usual("-")...))
		assert.Contains(t, d.stderr.String(), "-campaign is missing")
	})
}

// Where it sends is what the caller has said twice.
func TestTargetIsChecked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 3)
		tests := []struct {
			base string
			args []string
			want string
		}{
			{"", []string{"-send"}, "TWILIO_BASE_URL is empty"},
			{"https://gateway.example.com", []string{"-send"}, "leads to gateway.example.com"},
			{loopback, []string{"-send", "-live"}, "leads to this machine"},
			{loopback, []string{"-live"}, "-live needs -send"},
		}
		for _, tt := range tests {
			d.env["TWILIO_BASE_URL"] = tt.base
			assert.Equal(t, exitUsage, d.run(usual(append(tt.args, file)...)...), tt.want)
			assert.Contains(t, d.stderr.String(), tt.want)
		}
		assert.Empty(t, d.sim.Messages())
	})
}

func TestLiveWaitsForAnInterrupt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.env["TWILIO_BASE_URL"] = ""
		file := d.people("people.csv", 100, 3)
		assert.Equal(t, exitGood, d.run(usual(file)...))
		assert.Contains(t, d.stdout.String(), "Add -send -live to send to Twilio, which costs money")

		ctx, cancel := context.WithTimeout(t.Context(), 4900*time.Millisecond)
		defer cancel()
		assert.Equal(t, exitFailed, d.runFor(ctx, usual("-send", "-live", file)...))
		assert.Contains(t, d.stderr.String(), "This sends to Twilio at api.twilio.com: 3 recipients are to get the text from the number that ends in 89")
		assert.Empty(t, d.sim.Messages())

		began := time.Now()
		assert.Equal(t, exitGood, d.run(usual("-send", "-live", file)...), d.stderr)
		assert.GreaterOrEqual(t, time.Since(began), grace)
		assert.Len(t, d.sim.Messages(), 3)

		began = time.Now()
		file = d.people("others.csv", 200, 3)
		assert.Equal(t, exitGood, d.run(usual("-send", "-live", "-now", file)...), d.stderr)
		assert.Less(t, time.Since(began), grace)
		assert.Len(t, d.sim.Messages(), 6)
	})
}

// What was tried on a simulator is sent for real.
func TestSimulatorAndTwilioAreTwoTargets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.people("people.csv", 100, 3)
		require.Equal(t, exitGood, d.run(usual("-send", file)...), d.stderr)
		d.env["TWILIO_BASE_URL"] = ""
		assert.Equal(t, exitGood, d.run(usual("-send", "-live", file)...), d.stderr)
		assert.Len(t, d.sim.Messages(), 6)
	})
}

func TestSmartEncodingAndService(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		service := d.sim.MessagingService(d.sim.Number("+14155556780"))
		file := d.file("people.csv", "number,name", "+14155550101,O’Neill")
		template := d.file("text.txt", "Hello {{.name}},", "it is “open”.")
		args := []string{"-template", template, "-service", service, file}
		assert.Equal(t, exitGood, d.run(args...), d.stderr)
		assert.Contains(t, d.stdout.String(), "“ U+201C  in 1 text, in the text itself")
		assert.Equal(t, exitGood, d.run(append([]string{"-send", "-smart"}, args...)...), d.stderr)
		assert.Contains(t, d.stdout.String(), "All are sent in GSM-7")
		require.Len(t, d.sim.Messages(), 1)
		assert.Equal(t, service, d.sim.Messages()[0].MessagingServiceSID)
		assert.Equal(t, "Hello O'Neill,\nit is \"open\".", d.sim.Messages()[0].Body)
	})
}

// The rejects have line, number and reason; those of an earlier run do not stay.
func TestRejects(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		file := d.file("people.csv", "number,name",
			"+14155550101,Ada", "415,Grace", "+14155550101,Ada again", "+14155550102,", "+14155550103,"+strings.Repeat("x", 1600), "+14155550104,one,two", "", ",", `+14155550105,"a`+"\n"+`b"`)
		assert.Equal(t, exitSome, d.run(usual(file)...), d.stderr)
		rejects := d.table("people-rejects.csv")
		require.Len(t, rejects, 5)
		for i, want := range [][]string{
			{"3", "415", "no country code"}, {"4", "+14155550101", "line 2 has the same number"}, {"5", "+14155550102", `the column "name" is empty`},
			{"6", "+14155550103", "1,606 characters"}, {"7", "", "it has 3 values"},
		} {
			assert.Equal(t, want[:2], rejects[i][:2])
			assert.Contains(t, rejects[i][2], want[2])
		}
		assert.Contains(t, d.stdout.String(), "2 recipients")
		assert.Equal(t, exitSome, d.run(usual("-send", "-allow-empty", file)...), d.stderr)
		assert.Len(t, d.sim.Messages(), 3)

		file = d.people("people.csv", 100, 2)
		assert.Equal(t, exitUsage, d.run(usual(file)...), d.stderr)
		assert.NoFileExists(t, filepath.Join(d.dir, "people-rejects.csv"))
		file = d.file("bad.csv", "number,name", "1,x")
		assert.Equal(t, exitUsage, d.run(usual(file)...))
		assert.Contains(t, d.stderr.String(), "no line of")
	})
}
