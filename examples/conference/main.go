// Conference calls two people into a conference, mutes one of them, plays an announcement,
// ends the conference, and downloads its recording:
//
//	go run ./examples/conference
//
// It talks to the simulator and needs no account. With -live it calls one person only, and
// hangs up after ten seconds.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/twiml"
	"github.com/seed15d99369/twilio/voice"
)

func main() { demo.Run(hold) }

// goodbyeURL is where Twilio finds the announcement.
const goodbyeURL = "https://clinic.example.com/goodbye"

func hold(ctx context.Context, d *demo.Demo) error {
	v := voice.New(d.Client)
	people := []person{{"ada", d.To}}
	if d.Sim != nil {
		people = append(people, person{"bob", d.Sim.Phone("+14155550123").Number()})
		d.Sim.Handle(goodbyeURL, http.HandlerFunc(goodbye))
	}
	conference, err := callAll(ctx, d, v, people)
	if err != nil {
		return err
	}
	if err := d.Sleep(ctx, 10*time.Second); err != nil {
		return err
	}
	if err := moderate(ctx, v, conference); err != nil {
		return err
	}
	if err := d.Sleep(ctx, 5*time.Second); err != nil {
		return err
	}
	if err := end(ctx, v, conference); err != nil {
		return err
	}
	if d.Sim == nil {
		return nil // a recording of the real Twilio takes a while
	}
	if err := d.Sleep(ctx, time.Minute); err != nil {
		return err
	}
	return download(ctx, v, conference)
}

// person is somebody to call; the label stands for the participant in later requests.
type person struct{ label, number string }

// callAll calls everybody into the conference and returns its SID.
func callAll(ctx context.Context, d *demo.Demo, v *voice.Client, people []person) (conference string, err error) {
	for _, p := range people {
		participant, err := v.Participants.Create(ctx, "Daily standup", voice.ParticipantCreateParams{
			To: p.number, From: d.From, Label: p.label,
			ConferenceRecord: voice.ConferenceRecordFromStart,
		})
		if err != nil {
			return "", err
		}
		fmt.Printf("Calling %s at %s.\n", participant.Label, p.number)
		conference = participant.ConferenceSID
	}
	return conference, nil
}

// moderate says who is there, mutes the first person and speaks to everybody.
func moderate(ctx context.Context, v *voice.Client, conference string) error {
	for participant, err := range v.Participants.All(ctx, conference, voice.ParticipantListParams{}) {
		if err != nil {
			return err
		}
		fmt.Printf("  %s is %s.\n", participant.Label, participant.Status)
	}
	muted, err := v.Participants.Mute(ctx, conference, "ada")
	if err != nil {
		return err
	}
	fmt.Printf("Muted %s.\n", muted.Label)
	_, err = v.Conferences.Announce(ctx, conference, voice.AnnounceParams{URL: goodbyeURL})
	return err
}

// goodbye answers with the announcement.
func goodbye(w http.ResponseWriter, r *http.Request) {
	fmt.Println("Twilio fetches the announcement.")
	twiml.Voice(twiml.Say{Text: "The standup is over."}).ServeHTTP(w, r)
}

func end(ctx context.Context, v *voice.Client, conference string) error {
	ended, err := v.Conferences.End(ctx, conference)
	if err != nil {
		return err
	}
	fmt.Printf("The conference %q is %s: %s.\n", ended.FriendlyName, ended.Status, ended.ReasonConferenceEnded)
	return nil
}

// download reads the sound of each recording of the conference.
func download(ctx context.Context, v *voice.Client, conference string) error {
	for recording, err := range v.ConferenceRecordings.All(ctx, conference, voice.PartRecordingListParams{}) {
		if err != nil {
			return err
		}
		if err := recording.Err(); err != nil {
			return err
		}
		file, err := v.Recordings.DownloadWAV(ctx, recording.SID, voice.RecordingDownloadParams{}, twilio.MaxBytes(10<<20))
		if err != nil {
			return err
		}
		size, err := io.Copy(io.Discard, file)
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			return err
		}
		fmt.Printf("The recording lasts %s: %d bytes of %s.\n", recording.Duration.Duration, size, file.ContentType)
	}
	return nil
}
