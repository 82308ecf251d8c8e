package twiliotest_test

import (
	"context"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// TestClockSpeed: the simulator's time is a multiple of real time, and another one later.
func TestClockSpeed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		opts   []twiliotest.Option
		speed  float64
		second time.Duration // of the simulator in a real one
	}{
		{"wall time", []twiliotest.Option{twiliotest.WallTime()}, 1, time.Second},
		{"fast", []twiliotest.Option{twiliotest.ClockSpeed(60)}, 60, time.Minute},
		{"slow", []twiliotest.Option{twiliotest.ClockSpeed(0.25)}, 0.25, time.Second / 4},
		{"fastest", []twiliotest.Option{twiliotest.ClockSpeed(100_000)}, 100_000, 100_000 * time.Second},
		{"with WallTime before", []twiliotest.Option{twiliotest.WallTime(), twiliotest.ClockSpeed(2)}, 2, 2 * time.Second},
		{"with WallTime after", []twiliotest.Option{twiliotest.ClockSpeed(2), twiliotest.WallTime()}, 2, 2 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := twiliotest.New(t, tt.opts...)
				began := sim.Clock.Now()
				assert.InDelta(t, tt.speed, sim.Clock.Speed(), 0)
				<-time.After(time.Second)
				assert.Equal(t, tt.second, sim.Clock.Now().Sub(began))
				require.NoError(t, sim.Clock.SetSpeed(3))
				assert.Equal(t, tt.second, sim.Clock.Now().Sub(began), "another speed is no jump")
				<-time.After(time.Second)
				assert.Equal(t, tt.second+3*time.Second, sim.Clock.Now().Sub(began))
				assert.InDelta(t, 3, sim.Clock.Speed(), 0)
			})
		})
	}
}

// TestClockSpeedsThatCannotBe are refused by the option and by the method, and change nothing.
func TestClockSpeedsThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, speed := range []float64{0, -1, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), 100_000.5} {
		_, err := twiliotest.Start(twiliotest.ClockSpeed(speed))
		require.ErrorContains(t, err, "more than 0, at most 100000", speed)
		sim := twiliotest.New(t, twiliotest.WallTime())
		require.ErrorContains(t, sim.Clock.SetSpeed(speed), "more than 0, at most 100000", speed)
		assert.InDelta(t, 1, sim.Clock.Speed(), 0)
	}
	virtual := twiliotest.New(t)
	require.ErrorContains(t, virtual.Clock.SetSpeed(2), "WallTime")
	assert.Zero(t, virtual.Clock.Speed())
}

// TestClockThatRunsForLong: a Duration does not hold the time that passes.
func TestClockThatRunsForLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.ClockSpeed(100_000))
		began := sim.Clock.Now()
		for range 72 {
			<-time.After(time.Hour)
			sim.Clock.Now()
		}
		assert.Equal(t, began.Unix()+72*3600*100_000, sim.Clock.Now().Unix())
		last := sim.Clock.Now()
		<-time.After(100 * time.Hour) // and nobody asks for the time
		assert.True(t, sim.Clock.Now().After(last))
	})
}

// TestStatusesFollowTheSpeed: each status comes at its time on the simulator's clock.
func TestStatusesFollowTheSpeed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.ClockSpeed(100), twiliotest.AllowUnexpected())
		sim.Handle(hooks, status(http.StatusNoContent))
		sim.Number(clinic)
		began := sim.Clock.Now()
		sendTold(t, sim)
		<-time.After(13 * time.Millisecond)
		synctest.Wait()
		assert.Len(t, sim.Callbacks(), 2)
		<-time.After(time.Millisecond)
		synctest.Wait()
		assert.Equal(t, "200ms sending, 500ms sent, 1.4s delivered", toldOf(sim, began))
	})
}

// sendTold sends a message with status callbacks.
func sendTold(t *testing.T, sim *twiliotest.Sim) {
	t.Helper()
	_, err := sim.Client().Messages.Create(t.Context(), twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi", StatusCallback: hooks})
	require.NoError(t, err)
}

// toldOf lists the status callbacks with the time of each since a moment.
func toldOf(sim *twiliotest.Sim, began time.Time) string {
	var all []string
	for _, c := range sim.Callbacks() {
		all = append(all, c.At.Sub(began).String()+" "+c.Form.Get("MessageStatus"))
	}
	return strings.Join(all, ", ")
}

// TestJump: events between happen in their order, each at its own time, before Advance returns,
// and no real time passes.
func TestJump(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		jumps []time.Duration
		want  string
		now   time.Duration
	}{
		{"over all", []time.Duration{time.Hour}, "200ms sending, 500ms sent, 1.4s delivered", time.Hour},
		{"step by step", []time.Duration{200 * time.Millisecond, 299 * time.Millisecond}, "200ms sending", 499 * time.Millisecond},
		{"nowhere", []time.Duration{0}, "", 0},
		{"back", []time.Duration{-time.Hour}, "", 0},
		{"forward and back", []time.Duration{time.Second, -time.Second}, "200ms sending, 500ms sent", time.Second},
	}
	for _, opt := range []twiliotest.Option{twiliotest.WallTime(), twiliotest.ClockSpeed(1000), nil} {
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					sim := twiliotest.New(t, opt, twiliotest.AllowUnexpected())
					sim.Handle(hooks, status(http.StatusNoContent))
					sim.Number(clinic)
					began, start := sim.Clock.Now(), time.Now()
					sendTold(t, sim)
					for _, d := range tt.jumps {
						sim.Clock.Advance(d)
					}
					assert.Equal(t, tt.want, toldOf(sim, began))
					assert.Equal(t, tt.now, sim.Clock.Now().Sub(began))
					assert.Zero(t, time.Since(start))
				})
			})
		}
	}
}

// TestJumpsAreTold to those who follow the simulator.
func TestJumpsAreTold(t *testing.T) {
	t.Parallel()
	sim := twiliotest.New(t, twiliotest.WallTime())
	before := sim.EventSerial()
	sim.Clock.Advance(time.Hour)
	require.NoError(t, sim.Clock.SetSpeed(2))
	sim.Clock.Advance(-time.Hour)
	events, err := sim.WaitEvents(t.Context(), before)
	require.NoError(t, err)
	require.Len(t, events, 2)
	assert.Equal(t, []twiliotest.EventKind{twiliotest.EventClock, twiliotest.EventClock}, []twiliotest.EventKind{events[0].Kind, events[1].Kind})
}

// TestEventsAfterAJump come at the time that is left of theirs.
func TestEventsAfterAJump(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.ClockSpeed(2), twiliotest.AllowUnexpected())
		sim.Handle(hooks, status(http.StatusNoContent))
		sim.Number(clinic)
		sendTold(t, sim)
		sim.Clock.Advance(time.Second)
		<-time.After(199 * time.Millisecond)
		synctest.Wait()
		assert.Len(t, sim.Callbacks(), 2)
		<-time.After(time.Millisecond)
		synctest.Wait()
		assert.Len(t, sim.Callbacks(), 3, "0.4 seconds were left, at double speed")
	})
}

// TestSleepWithWallTime lasts as long as the simulator's clock takes.
func TestSleepWithWallTime(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		speed     float64
		meanwhile func(*testing.T, *twiliotest.Sim) // after a second
		takes     time.Duration
		err       string
	}{
		{"nothing", 1, nil, time.Minute, ""},
		{"a speed", 4, nil, 15 * time.Second, ""},
		{"another speed", 1, func(t *testing.T, sim *twiliotest.Sim) {
			t.Helper()
			assert.NoError(t, sim.Clock.SetSpeed(59))
		}, 2 * time.Second, ""},
		{"a jump", 1, func(_ *testing.T, sim *twiliotest.Sim) { sim.Clock.Advance(30 * time.Second) }, 30 * time.Second, ""},
		{"a jump past the end", 1, func(_ *testing.T, sim *twiliotest.Sim) { sim.Clock.Advance(time.Hour) }, time.Second, ""},
		{"the end of the context", 1, nil, 2 * time.Second, "deadline"},
		{"the end of the simulator", 1, func(t *testing.T, sim *twiliotest.Sim) {
			t.Helper()
			assert.NoError(t, sim.Close())
		}, time.Second, "closed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := twiliotest.New(t, twiliotest.ClockSpeed(tt.speed))
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if tt.err == "deadline" {
					ctx, cancel = context.WithTimeout(ctx, tt.takes)
					defer cancel()
				}
				began := time.Now()
				slept := make(chan error)
				go func() { slept <- sim.Clock.Sleep(ctx, time.Minute) }()
				if tt.meanwhile != nil {
					<-time.After(time.Second)
					tt.meanwhile(t, sim)
				}
				err := <-slept
				assert.Equal(t, tt.takes, time.Since(began))
				if tt.err == "" {
					assert.NoError(t, err)
				} else {
					assert.ErrorContains(t, err, tt.err)
				}
			})
		})
	}
}

// TestSleepOfAClosedClock: nobody would wake it.
func TestSleepOfAClosedClock(t *testing.T) {
	t.Parallel()
	sim, err := twiliotest.Start(twiliotest.WallTime())
	require.NoError(t, err)
	require.NoError(t, sim.Close())
	require.ErrorContains(t, sim.Clock.Sleep(t.Context(), time.Hour), "closed")
}

// TestFaultsFollowTheClock: the waits of faults are on the simulator's clock.
func TestFaultsFollowTheClock(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]func(twiliotest.Match) twiliotest.Fault{
		"latency": func(m twiliotest.Match) twiliotest.Fault { return m.Latency(time.Minute) },
		"drip":    func(m twiliotest.Match) twiliotest.Fault { return m.SlowDrip(time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := twiliotest.New(t, twiliotest.ClockSpeed(60))
				sim.Fault(fault(twiliotest.On(http.MethodGet, "/2010-04-01/Accounts/*/Balance.json")))
				began := time.Now()
				_, err := sim.Client().Balance.Get(t.Context())
				require.NoError(t, err)
				assert.InDelta(t, time.Second, time.Since(began), float64(time.Microsecond)) // of 16 drips
			})
		})
	}
}

// TestApplicationsHaveRealSeconds, whatever the speed of the clock and however far it jumps.
func TestApplicationsHaveRealSeconds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		speed float64
		takes time.Duration
		jump  time.Duration
		fails bool
	}{
		{"a second at double speed", 2, time.Second, 0, false},
		{"a second of a fast clock", 60, time.Second, 0, false},
		{"almost 15", 60, 14 * time.Second, 0, false},
		{"more than 15", 60, 16 * time.Second, 0, true},
		{"more than 15 of a slow clock", 0.01, 16 * time.Second, 0, true},
		{"a jump", 1, 2 * time.Second, time.Hour, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := twiliotest.New(t, twiliotest.ClockSpeed(tt.speed), twiliotest.AllowAlerts())
				sim.Number(clinic, twiliotest.SMSWebhook(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					<-time.After(tt.takes - time.Second/2)
					sim.Clock.Advance(tt.jump)
					<-time.After(time.Second / 2)
					w.WriteHeader(http.StatusNoContent)
				})))
				answer := sim.Phone(ada).SendSMS(clinic, "Hi")
				if tt.fails {
					assert.ErrorIs(t, answer.Err, context.DeadlineExceeded)
					assert.Equal(t, twiliotest.CallbackLimit, answer.Took)
				} else {
					assert.NoError(t, answer.Err)
					assert.Equal(t, tt.takes, answer.Took)
				}
				<-time.After(time.Minute) // of a handler that still runs
				synctest.Wait()
			})
		})
	}
}

// TestRequestsTakeRealTime, which the ledger keeps.
func TestRequestsTakeRealTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := twiliotest.New(t, twiliotest.ClockSpeed(60))
		sim.Fault(twiliotest.On(http.MethodGet, "/2010-04-01/Accounts/*/Balance.json").Latency(time.Minute))
		_, err := sim.Client().Balance.Get(t.Context())
		require.NoError(t, err)
		assert.Equal(t, time.Second, sim.Requests()[0].Took)
	})
}

// TestSlowWebhookHoldsUpNobody: other events happen meanwhile, and their callbacks come.
func TestSlowWebhookHoldsUpNobody(t *testing.T) {
	t.Parallel()
	for _, slow := range []string{"sending", "delivered"} {
		t.Run(slow, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				sim := twiliotest.New(t, twiliotest.WallTime(), twiliotest.AllowUnexpected())
				sim.Handle(hooks, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.FormValue("MessageStatus") == slow {
						<-time.After(10 * time.Second)
					}
					w.WriteHeader(http.StatusNoContent)
				}))
				sim.Number(clinic)
				began := sim.Clock.Now()
				sendTold(t, sim)
				<-time.After(100 * time.Millisecond)
				sendTold(t, sim)
				<-time.After(3 * time.Second)
				synctest.Wait()
				assert.Len(t, sim.Callbacks(), 4)
				<-time.After(10 * time.Second)
				synctest.Wait()
				assert.Equal(t, "200ms sending, 300ms sending, 500ms sent, 600ms sent, 1.4s delivered, 1.5s delivered", toldOf(sim, began))
			})
		})
	}
}

// TestNothingPendingWithWallTime: whoever waits hears of it, also while somebody sleeps.
func TestNothingPendingWithWallTime(t *testing.T) {
	t.Parallel()
	for name, speed := range map[string]float64{"real": 1, "fast": 60} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				rec := record(t)
				sim := twiliotest.New(rec, twiliotest.ClockSpeed(speed), twiliotest.AllowUnexpected())
				go func() { assert.NoError(t, sim.Clock.Sleep(t.Context(), time.Hour)) }()
				sim.Handle(hooks, status(http.StatusNoContent))
				sim.Number(clinic)
				began := sim.Clock.Now()
				sendTold(t, sim)
				sim.ExpectAlert(11200)
				assert.InDelta(t, 1400*time.Millisecond, sim.Clock.Now().Sub(began), float64(time.Microsecond))
				assert.Len(t, sim.Callbacks(), 3)
				sim.ExpectAlert(11200)
				sim.Clock.Advance(time.Hour)
				assert.Equal(t, 2, strings.Count(rec.finish(), "nothing is on its way any more"))
			})
		})
	}
}
