package twiml

import "strings"

// nesting lists every element of TwiML with the elements that it may stand in.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml and
// https://www.twilio.com/docs/messaging/twiml
var nesting = [...]struct{ name, parents string }{
	{"AiSession", "Connect"},
	{"Application", "Dial"},
	{"ApplicationSid", "Application"},
	{"Assistant", "Connect"},
	{"Autopilot", "Connect"},
	{"Body", "Message"},
	{"break", "Say emphasis lang p prosody s w"},
	{"Client", "Dial"},
	{"Conference", "Dial"},
	{"Config", "Transcription VirtualAgent"},
	{"Connect", "Response"},
	{"Conversation", "Connect"},
	{"ConversationRelay", "Connect"},
	{"ConversationRelaySession", "Connect"},
	{"Dial", "Response"},
	{"Echo", "Response"},
	{"emphasis", "Say emphasis lang p prosody s w"},
	{"Enqueue", "Response"},
	{"Gather", "Response"},
	{"Hangup", "Response"},
	{"Header", "Headers"},
	{"Headers", "Sip"},
	{"Identity", "Client"},
	{"lang", "Say emphasis lang p prosody s"},
	{"Language", "Assistant ConversationRelay"},
	{"Leave", "Response"},
	{"Media", "Message"},
	{"Message", "Response"},
	{"Number", "Dial"},
	{"p", "Say lang prosody"},
	{"Parameter", "Application Assistant Client ConversationRelay Hangup Pay Reject Siprec Stream Transcription VirtualAgent"},
	{"Pause", "Gather Prompt Response"},
	{"Pay", "Response"},
	{"phoneme", "Say emphasis lang p prosody s w"},
	{"Play", "Gather Prompt Response"},
	{"Prompt", "Pay Response"},
	{"prosody", "Say emphasis lang p prosody s w"},
	{"Queue", "Dial Response"},
	{"Record", "Response"},
	{"Recording", "Start"},
	{"Redirect", "Response"},
	{"Refer", "Response"},
	{"Reject", "Response"},
	{"Response", ""},
	{"Room", "Connect"},
	{"s", "Say lang p prosody"},
	{"Say", "Gather Prompt Response"},
	{"say-as", "Say emphasis lang p prosody s w"},
	{"Sim", "Dial"},
	{"Sip", "Dial Refer"},
	{"Siprec", "Start Stop"},
	{"Sms", "Response"},
	{"Start", "Response"},
	{"Stop", "Response"},
	{"Stream", "Connect Start Stop"},
	{"sub", "Say emphasis lang p prosody s w"},
	{"Task", "Enqueue"},
	{"Transcription", "Start Stop"},
	{"Uri", "Sip"},
	{"VirtualAgent", "Connect"},
	{"w", "Say emphasis lang p prosody s"},
	{"WhatsApp", "Dial"},
}

// parentsOf returns what the element may stand in, separated by spaces, and
// whether there is such an element.
func parentsOf(name string) (string, bool) {
	for _, element := range nesting {
		if element.name == name {
			return element.parents, true
		}
	}
	return "", false
}

// contains reports whether word is one of words, which are separated by spaces.
func contains(words, word string) bool {
	for w := range strings.SplitSeq(words, " ") {
		if w == word {
			return true
		}
	}
	return false
}
