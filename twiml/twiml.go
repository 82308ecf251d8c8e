// Package twiml builds, reads and checks TwiML, the XML in which an application gives
// Twilio its instructions for a call or an incoming message.
//
// The types follow Twilio's elements, and the compiler decides which element may stand
// in which. A whole program:
//
//	package main
//
//	import (
//		"log"
//		"net/http"
//
//		"github.com/seed15d99369/twilio/twiml"
//	)
//
//	func main() {
//		menu := twiml.Voice(
//			twiml.Gather{NumDigits: 1, Action: "/choice", Children: []twiml.GatherChild{
//				twiml.Say{Text: "For opening hours, press 1."},
//			}},
//			twiml.Say{Text: "Goodbye."},
//		)
//		http.Handle("/voice", menu)
//		http.Handle("/sms", twiml.Messaging(twiml.Message{Body: "Thanks!"}))
//		log.Fatal(http.ListenAndServe("127.0.0.1:8080", nil))
//	}
//
// A field that holds its zero value is left out, and Twilio's default applies.
// Where Twilio gives 0 or "" a meaning, [Forever], [NoKey] and [NoURL] write it;
// switches are a [Bool], because their defaults differ. A time is a whole number of
// seconds or of milliseconds, as TwiML has it, and the comment of its field says of
// which: int(d.Seconds()) and int(d.Milliseconds()) make one of a time.Duration,
// which packages twilio and webhook have in its place.
//
// Verbs are values; pointers to them work too, and nil verbs and nil pointers are
// skipped. [Parse] reads a document back into the same types. [Check] finds the
// faults that Twilio would complain about, each with its line, its column, a remedy, and
// the [Severity] that it has for Twilio.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml and
// https://www.twilio.com/docs/messaging/twiml
package twiml
