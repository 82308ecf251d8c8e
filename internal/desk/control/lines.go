package control

import (
	"net/http"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/internal/simapi"
	"github.com/seed15d99369/twilio/twiliotest"
)

func (c *call) numbers() (any, *problem) {
	return simapi.NumberList{Numbers: each(c.sim.Numbers(), numberOf)}, nil
}

func (c *call) number() (any, *problem) { return c.numberNamed(c.http.PathValue("number")) }

func (c *call) numberNamed(number string) (any, *problem) {
	for _, n := range c.sim.Numbers() {
		if n.Number == number {
			return numberOf(&n), nil
		}
	}
	return nil, notFound("number", "The account has no such number.", "PUT the same path to give it the number.")
}

func (c *call) addNumber() (any, *problem) {
	var change simapi.NumberChange
	if problem := c.read(&change); problem != nil {
		return nil, problem
	}
	return c.changeNumber(change.Number, &change)
}

func (c *call) setNumber() (any, *problem) {
	var change simapi.NumberChange
	if problem := c.read(&change); problem != nil {
		return nil, problem
	}
	number := c.http.PathValue("number")
	if change.Number != "" && change.Number != number {
		return nil, badField("number", "The body names another number than the path.", "Leave the field number out.")
	}
	return c.changeNumber(number, &change)
}

func (c *call) changeNumber(number string, change *simapi.NumberChange) (any, *problem) {
	var opts []twiliotest.NumberOption
	for _, hook := range []struct {
		field   string
		address *string
		option  func(string, ...string) twiliotest.NumberOption
	}{{"sms_url", change.SMSURL, twiliotest.SMSURL}, {"voice_url", change.VoiceURL, twiliotest.VoiceURL}} {
		switch {
		case hook.address == nil:
		case !isWebhook(*hook.address):
			return nil, badField(hook.field, "The address is no absolute one of HTTP.", "Give an address such as http://localhost:8080/sms, or \"\" for none.")
		default:
			opts = append(opts, hook.option(*hook.address))
		}
	}
	if _, err := c.sim.TryNumber(number, opts...); err != nil {
		return nil, refused("number", err)
	}
	return c.numberNamed(number)
}

// isWebhook reports an address that an application can be asked at, and "".
func isWebhook(address string) bool {
	if address == "" {
		return true
	}
	r, err := http.NewRequest(http.MethodPost, address, http.NoBody) //nolint:noctx // it is not sent
	return err == nil && (r.URL.Scheme == "http" || r.URL.Scheme == "https") && r.URL.Hostname() != ""
}

func (c *call) conferences() (any, *problem) {
	return simapi.ConferenceList{Conferences: each(c.sim.Conferences(), conferenceOf)}, nil
}

func (c *call) queues() (any, *problem) {
	return simapi.QueueList{Queues: each(c.sim.Queues(), queueOf)}, nil
}

func (c *call) recordings() (any, *problem) {
	return simapi.RecordingList{Recordings: each(c.sim.Recordings(), recordingOf)}, nil
}

// recording is what is known of a recording, or its sound when the path ends in .wav.
func (c *call) recording() (any, *problem) {
	sid, isFile := strings.CutSuffix(c.http.PathValue("file"), ".wav")
	for _, r := range c.sim.Recordings() {
		switch {
		case r.SID != sid:
		case isFile:
			return nil, c.sound(sid)
		default:
			return recordingOf(&r), nil
		}
	}
	return nil, notFound("sid", "There is no such recording.", "GET recordings lists those that are kept.")
}

func (c *call) sound(sid string) *problem {
	wav, err := c.sim.RecordingFile(sid)
	if err != nil {
		return conflict("The recording is not complete.", "Wait until its status is completed.")
	}
	c.done = true
	c.w.Header().Set("Content-Type", "audio/wav")
	http.ServeContent(c.w, c.http, "", time.Time{}, strings.NewReader(string(wav)))
	return nil
}
