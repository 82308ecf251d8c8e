package twilio_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/seed15d99369/twilio"
)

// Application is a set of webhooks, for a program that needs applications before this
// module models them.
type Application struct {
	SID          string      `json:"sid"`
	FriendlyName string      `json:"friendly_name"`
	VoiceURL     string      `json:"voice_url"`
	DateCreated  twilio.Time `json:"date_created"`
}

type ApplicationCreateParams struct {
	FriendlyName string `form:"FriendlyName" check:"max=64"`
	VoiceURL     string `form:"VoiceUrl" check:"required,url"`

	Extra url.Values `form:"-"`
}

const applications = "/2010-04-01/Accounts/{AccountSid}/Applications.json"

var (
	applicationCreate = twilio.Operation{Name: "Applications.Create", Method: http.MethodPost, Host: "api", Path: applications, Mints: "AP"}
	applicationList   = twilio.Operation{Name: "Applications.List", Method: http.MethodGet, Host: "api", Path: applications, Items: "applications"}
)

// An operation of a program's own: a struct, its parameters, and a list.
func ExampleOperation() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	ctx := context.Background()

	app, err := twilio.Invoke[Application](ctx, client, applicationCreate.With(ApplicationCreateParams{
		FriendlyName: "support", VoiceURL: "https://example.com/voice",
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(app.FriendlyName, app.VoiceURL)
	for app, err := range twilio.InvokeAll[Application](ctx, client, applicationList.On()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(app.FriendlyName)
	}

	_, err = twilio.Invoke[Application](ctx, client, applicationCreate.With(ApplicationCreateParams{VoiceURL: "/voice"}))
	fmt.Println(err)
	// Output:
	// support https://example.com/voice
	// support
	// twilio: Applications.Create: VoiceURL is not an absolute URL: give an absolute URL, such as https://example.com/path
}

// An answer that is an array: the result is a slice.
func ExampleInvoke_array() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Stub("GET", "https://insights.twilio.com/v3/Reports", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `[{"name":"delivery"},{"name":"cost"}]`)
	})

	type Report struct {
		Name string `json:"name"`
	}
	list := twilio.Operation{Name: "Reports.List", Method: http.MethodGet, Host: "insights", Path: "/v3/Reports"}
	reports, err := twilio.Invoke[[]Report](context.Background(), client, list.On())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, report := range *reports {
		fmt.Println(report.Name)
	}
	// Output:
	// delivery
	// cost
}

// A PATCH with a JSON body: the fields have json tags.
func ExampleInvoke_patch() {
	sim, client := simulate()
	defer sim.Close() //nolint:errcheck // the end of an example
	sim.Stub("PATCH", "https://knowledge.twilio.com/v2/Sources/{Sid}", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Println(r.Header.Get("Content-Type"), r.Header.Get("If-Match"), string(body))
		_, _ = fmt.Fprintf(w, `{"id":%q,"name":"Opening hours"}`, r.PathValue("Sid"))
	})

	type Source struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	type SourceUpdateParams struct {
		Name    string   `json:"name"`
		Tags    []string `json:"tags"`
		IfMatch string   `header:"If-Match"`
	}
	update := twilio.Operation{
		Name: "Sources.Update", Method: http.MethodPatch, Host: "knowledge", Path: "/v2/Sources/{Sid}",
		Body: twilio.BodyJSON, Class: twilio.ClassIdempotent, // a value that is set twice is set
	}
	source, err := twilio.Invoke[Source](context.Background(), client, update.On("source_1").With(SourceUpdateParams{
		Name: "Opening hours", Tags: []string{"public"}, IfMatch: `"3"`,
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(source.ID, source.Name)
	// Output:
	// application/json "3" {"name":"Opening hours","tags":["public"]}
	// source_1 Opening hours
}

// A download: the numbers that were given back to their carriers on a day.
func ExampleInvokeFile() {
	sim, client := simulate()
	defer sim.Close()                      //nolint:errcheck // the end of an example
	sim.Phone("+14155551234").Deactivate() // on the simulator's day, 2026-04-14

	deactivations := twilio.Operation{Name: "Deactivations.Get", Method: http.MethodGet, Host: "messaging", Path: "/v1/Deactivations"}
	file, err := twilio.InvokeFile(context.Background(), client,
		deactivations.With(url.Values{"Date": {"2026-04-14"}}), twilio.MaxBytes(64<<20))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close() //nolint:errcheck // it was read
	numbers, err := io.ReadAll(file)
	fmt.Print(string(numbers), err)
	// Output:
	// +14155551234
	// <nil>
}
