package twiml_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/seed15d99369/twilio/twiml"
)

func Example() {
	doc := twiml.Voice(
		twiml.Say{Text: "Please press 1 for support"},
		twiml.Gather{NumDigits: 1, Action: "/handle-input", Children: []twiml.GatherChild{
			twiml.Say{Text: "Press any key to continue"},
		}},
	)
	fmt.Println(doc)
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Say>Please press 1 for support</Say><Gather action="/handle-input" numDigits="1"><Say>Press any key to continue</Say></Gather></Response>
}

func ExampleMessaging() {
	fmt.Println(twiml.Messaging(twiml.Message{Body: "Thanks & goodbye!"}))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Message>Thanks &amp; goodbye!</Message></Response>
}

func ExampleResponse_ServeHTTP() {
	mux := http.NewServeMux()
	mux.Handle("/voice", twiml.Voice(twiml.Say{Text: "We are closed."}, twiml.Hangup{}))

	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/voice", http.NoBody))
	fmt.Println(answer.Header().Get("Content-Type"))
	fmt.Println(answer.Body)
	// Output:
	// text/xml; charset=utf-8
	// <?xml version="1.0" encoding="UTF-8"?><Response><Say>We are closed.</Say><Hangup/></Response>
}

func ExampleSay_ssml() {
	fmt.Println(twiml.Voice(twiml.Say{Voice: "Polly.Joanna", Children: []twiml.SayChild{
		twiml.Text("Hello "), twiml.Break{Strength: twiml.BreakStrong}, twiml.Text("world, it is "),
		twiml.SayAs{InterpretAs: twiml.AsDate, Format: twiml.FormatMDY, Text: "10/31"},
	}}))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Say voice="Polly.Joanna">Hello <break strength="strong"/>world, it is <say-as interpret-as="date" format="mdy">10/31</say-as></Say></Response>
}

func ExampleCheck() {
	doc := `<Response>
  <Gather numdigits="1" method="PUT">
    <Dial>+14155551234</Dial>
  </Gather>
</Response>`
	for _, problem := range twiml.Check(doc) {
		fmt.Println(problem)
	}
	// Output:
	// line 2, column 3: nothing follows the <Gather>: the call ends when nobody answers it; add a verb after it, or actionOnEmptyResult
	// line 2, column 11: <Gather> has no attribute numdigits (12200); did you mean numDigits?
	// line 2, column 25: method is "PUT", not one of its values (13312); use one of GET, POST
	// line 3, column 5: <Dial> must not stand in <Gather> (13320); it goes into <Response>
}

func ExampleSeverity() {
	doc := `<Response>
  <Say language="xx">Please leave a message.</Say>
  <Record maxLength="60"/>
  <Enqueue/>
</Response>`
	for _, problem := range twiml.Check(doc) {
		if problem.Severity >= twiml.SeverityWarning {
			fmt.Println(problem.Severity, "in", problem)
		}
	}
	// Output:
	// warning in line 2, column 8: language is "xx", not one of its values (13512); see Twilio's documentation for the 69 values
	// error in line 4, column 3: there is no queue (14204); name one, or give it a workflowSid
}

func ExampleParse() {
	doc, err := twiml.Parse(`<Response><Say>Hello</Say><Pause length="2"/></Response>`)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, verb := range doc.Verbs {
		switch verb := verb.(type) {
		case twiml.Say:
			fmt.Println("says", verb.Text)
		case twiml.Pause:
			fmt.Println("waits for", verb.Length, "seconds")
		}
	}
	// Output:
	// says Hello
	// waits for 2 seconds
}

func ExampleRaw() {
	doc := twiml.Voice(
		twiml.Raw{XML: `<Shout volume="11">Hello</Shout>`},
		twiml.Hangup{},
	)
	fmt.Println(doc)
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Shout volume="11">Hello</Shout><Hangup/></Response>
}

func ExampleParseLenient() {
	doc, problems, err := twiml.ParseLenient(`<Response><Shout volume="11">Hello</Shout><Hangup/></Response>`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(problems[0])
	fmt.Println(doc)
	// Output:
	// line 1, column 11: <Shout> is not a TwiML element (12200); remove it; names are case-sensitive
	// <?xml version="1.0" encoding="UTF-8"?><Response><Shout volume="11">Hello</Shout><Hangup/></Response>
}
