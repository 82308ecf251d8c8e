package twiliotest_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/webhook"
)

// transcript writes down every request that an application gets: the whole of it.
type transcript struct {
	sim    *twiliotest.Sim
	tokens []string
	text   strings.Builder
}

func (tr *transcript) keep(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		fmt.Fprintf(&tr.text, "%s https://%s%s\n", r.Method, r.Host, r.RequestURI)
		for _, name := range slices.Sorted(maps.Keys(r.Header)) {
			fmt.Fprintf(&tr.text, "%s: %s\n", name, tr.header(r, name))
		}
		for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
			fmt.Fprintf(&tr.text, "  %s=%s\n", name, strings.Join(r.PostForm[name], " AND "))
		}
		tr.text.WriteByte('\n')
		next.ServeHTTP(w, r)
	})
}

// header is the value of a header, with tokens counted, and signatures explained
// by the address that they sign.
func (tr *transcript) header(r *http.Request, name string) string {
	value := r.Header.Get(name)
	switch name {
	case "I-Twilio-Idempotency-Token":
		if !slices.Contains(tr.tokens, value) {
			tr.tokens = append(tr.tokens, value)
		}
		return fmt.Sprint(slices.Index(tr.tokens, value) + 1)
	case "X-Twilio-Signature":
		for _, host := range []string{r.Host, strings.TrimSuffix(r.Host, ":8443")} {
			if value == webhook.Sign(tr.sim.AuthToken(), "https://"+host+r.RequestURI, r.PostForm) {
				return "of https://" + host
			}
		}
	}
	return value
}

// TestWholeRequests holds everything that an application is sent, in order, against
// the files of testdata/webhooks.
//
// Twilio docs: https://www.twilio.com/docs/messaging/guides/webhook-request,
// https://www.twilio.com/docs/messaging/guides/track-outbound-message-status,
// https://www.twilio.com/docs/voice/twiml#request-parameters,
// https://www.twilio.com/docs/voice/api/call-resource#statuscallback
func TestWholeRequests(t *testing.T) {
	t.Parallel()
	for name, act := range wholeRequests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			evening := time.Date(2026, 4, 14, 23, 30, 5, 0, time.FixedZone("", 2*60*60)) // 21:30 UTC
			sim := twiliotest.New(t, twiliotest.AllowUnexpected(), twiliotest.StartAt(evening))
			tr := &transcript{sim: sim}
			tenSeconds := twiml.Voice(twiml.Say{Text: "Hi"}, twiml.Pause{Length: 10})
			mux := http.NewServeMux()
			mux.Handle("/", status(http.StatusNoContent))
			for _, path := range []string{"/voice", "/next"} {
				mux.Handle(path, tenSeconds)
			}
			mux.HandleFunc("/fallback", func(w http.ResponseWriter, r *http.Request) {
				if r.FormValue("CallSid") != "" {
					tenSeconds.ServeHTTP(w, r)
				}
			})
			mux.Handle("/down", status(http.StatusServiceUnavailable))
			mux.Handle("/moved", http.RedirectHandler("/elsewhere?x=1", http.StatusFound))
			sim.Handle(hooks, tr.keep(mux))
			sim.Handle(hooks+":8443", tr.keep(mux))
			require.NoError(t, act(t.Context(), sim))
			sim.Clock.Advance(2 * time.Minute)
			want, err := os.ReadFile(filepath.Join("testdata", "webhooks", name+".txt"))
			require.NoError(t, err)
			assert.Equal(t, string(want), tr.text.String())
			if strings.Contains(tr.text.String(), "/down") {
				sim.ExpectAlert(11217)
			}
		})
	}
}

var wholeRequests = map[string]func(ctx context.Context, sim *twiliotest.Sim) error{
	"inbound-sms": func(_ context.Context, sim *twiliotest.Sim) error {
		sim.Number(clinic, twiliotest.SMSURL(hooks+":8443/sms?tenant=7"))
		sim.Phone(ada).SendSMS(clinic, strings.Repeat("Hello & welcome ", 11))
		return nil
	},
	"inbound-mms": func(_ context.Context, sim *twiliotest.Sim) error {
		sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
		sim.Phone(ada).SendSMS(clinic, "", twiliotest.Attach("https://example.com/a.jpg"), twiliotest.Attach("https://example.com/b.pdf"))
		return nil
	},
	"inbound-whatsapp": func(_ context.Context, sim *twiliotest.Sim) error {
		sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms"))
		sim.Phone(ada).SendWhatsApp(clinic, strings.Repeat("Hello & welcome ", 11), twiliotest.Param("ProfileName", "Ada"))
		return nil
	},
	"inbound-to-a-service": func(_ context.Context, sim *twiliotest.Sim) error {
		sim.MessagingService(sim.Number(clinic, twiliotest.SMSURL(hooks+"/sms")))
		sim.Phone(ada).SendSMS(clinic, "Hi")
		return nil
	},
	"inbound-by-get": func(_ context.Context, sim *twiliotest.Sim) error {
		sim.Number(clinic, twiliotest.WebhookMethod(http.MethodGet), twiliotest.SMSURL(hooks+"/down?a=1&b=%20x", hooks+"/fallback"))
		sim.Phone(ada).SendSMS(clinic, "Hi")
		return nil
	},
	"basic-auth-and-fallback": func(_ context.Context, sim *twiliotest.Sim) error {
		sim.Number(clinic, twiliotest.SMSURL("https://user:secret@hooks.example.com/down#rc=2", hooks+"/fallback"))
		sim.Phone(ada).SendSMS(clinic, "Hi")
		return nil
	},
	"moved": func(_ context.Context, sim *twiliotest.Sim) error {
		sim.Number(clinic, twiliotest.SMSURL(hooks+"/moved"))
		sim.Phone(ada).SendSMS(clinic, "Hi")
		return nil
	},
	"message-delivered": func(ctx context.Context, sim *twiliotest.Sim) error {
		return message(ctx, sim, twilio.MessageCreateParams{To: ada, From: clinic, Body: "Hi"})
	},
	"message-undelivered-by-a-service": func(ctx context.Context, sim *twiliotest.Sim) error {
		sim.Phone(ada).Unreachable(30003)
		return message(ctx, sim, twilio.MessageCreateParams{To: ada, MessagingServiceSID: sim.MessagingService(sim.Number(clinic)), Body: "Hi"})
	},
	"message-read": func(ctx context.Context, sim *twiliotest.Sim) error {
		sim.Phone(ada).OpenWhatsAppWindow()
		err := message(ctx, sim, twilio.MessageCreateParams{To: "whatsapp:" + ada, From: "whatsapp:" + clinic, Body: "Hi"})
		sim.Phone(ada).ExpectWhatsApp("Hi")
		return err
	},
	"message-failed": func(ctx context.Context, sim *twiliotest.Sim) error {
		return message(ctx, sim, twilio.MessageCreateParams{To: "whatsapp:" + ada, From: "whatsapp:" + clinic, Body: "Hi"})
	},
	"call-from-a-phone": func(_ context.Context, sim *twiliotest.Sim) error {
		sim.Number(clinic, twiliotest.VoiceURL(hooks+":8443/voice"), twiliotest.VoiceStatusURL(hooks+"/status"))
		sim.Phone(ada).Call(clinic, twiliotest.Param("ForwardedFrom", "+14155550123"))
		return nil
	},
	"call-completed": func(ctx context.Context, sim *twiliotest.Sim) error {
		return called(ctx, sim, twilio.CallCreateParams{URL: hooks + "/voice"})
	},
	"call-to-a-machine": func(ctx context.Context, sim *twiliotest.Sim) error {
		sim.Phone(ada).Answer(twilio.AnsweredByMachineStart)
		return called(ctx, sim, twilio.CallCreateParams{URL: hooks + "/voice", MachineDetection: twilio.MachineDetectionEnable})
	},
	"call-busy": func(ctx context.Context, sim *twiliotest.Sim) error {
		sim.Phone(ada).Busy()
		return called(ctx, sim, twilio.CallCreateParams{URL: hooks + "/voice"})
	},
	"call-not-answered": func(ctx context.Context, sim *twiliotest.Sim) error {
		sim.Phone(ada).NoAnswer()
		return called(ctx, sim, twilio.CallCreateParams{URL: hooks + "/voice"})
	},
	"call-failed": func(ctx context.Context, sim *twiliotest.Sim) error {
		sim.Phone(ada).OutOfService()
		return called(ctx, sim, twilio.CallCreateParams{URL: hooks + "/voice"})
	},
	"call-by-get-and-fallback": func(ctx context.Context, sim *twiliotest.Sim) error {
		return called(ctx, sim, twilio.CallCreateParams{
			URL: hooks + "/down?a=1", Method: twilio.MethodGet, FallbackURL: hooks + "/fallback", FallbackMethod: twilio.MethodGet,
			StatusCallbackMethod: twilio.MethodGet, StatusCallbackEvents: []twilio.CallEvent{twilio.CallEventCompleted},
		})
	},
	"call-redirected": func(ctx context.Context, sim *twiliotest.Sim) error {
		err := called(ctx, sim, twilio.CallCreateParams{TwiML: twiml.Voice(twiml.Pause{Length: 10}).String(), StatusCallbackEvents: []twilio.CallEvent{twilio.CallEventCompleted}})
		if err != nil {
			return err
		}
		call := sim.Phone(ada).ExpectCall()
		_, err = sim.Client().Calls.Update(ctx, call.SID, twilio.CallUpdateParams{
			URL: hooks + "/next", Method: twilio.MethodGet, StatusCallback: hooks + "/status?other", StatusCallbackMethod: twilio.MethodGet,
		})
		return err
	},
}

// message sends a message whose statuses are told.
func message(ctx context.Context, sim *twiliotest.Sim, params twilio.MessageCreateParams) error {
	sim.Number(clinic)
	params.StatusCallback = hooks + "/status?id=42"
	_, err := sim.Client().Messages.Create(ctx, params)
	return err
}

// called makes a call whose events are told, all of them by default.
func called(ctx context.Context, sim *twiliotest.Sim, params twilio.CallCreateParams) error {
	sim.Number(clinic)
	params.To, params.From, params.StatusCallback = ada, clinic, hooks+":8443/status"
	if params.StatusCallbackEvents == nil {
		params.StatusCallbackEvents = []twilio.CallEvent{twilio.CallEventInitiated, twilio.CallEventRinging, twilio.CallEventAnswered, twilio.CallEventCompleted}
	}
	_, err := sim.Client().Calls.Create(ctx, params)
	return err
}
