package webhook_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed15d99369/twilio/webhook"
)

// otherwiseNamed are the parameters whose fields have another name than Twilio's.
var otherwiseNamed = map[string]string{
	"CallStatus.Duration":         "BilledMinutes", // Twilio's name would hide that it counts minutes, beside CallDuration in seconds
	"MessageStatus.MessageStatus": "Status",        // two parameters carry it, MessageStatus and SmsStatus
	"MessageStatus.SmsStatus":     "Status",        //
	"MessageStatus.SmsSid":        "MessageSID",    // its older name
	"Message.OptOutType":          "OptOut",        // its type has the name, and a method reads better without
}

// TestFieldsAreNamedAsTwilioNamesThem: the name of a field is that of its parameter,
// with initialisms in capitals.
func TestFieldsAreNamedAsTwilioNamesThem(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, param := range parameters(t) {
		if param.field == "-" {
			continue
		}
		_, name, found := cutGroup(param.field)
		parameterName := param.name
		if found {
			parameterName = strings.TrimPrefix(parameterName, groupPrefix(param.field))
		}
		key := param.payload + "." + parameterName
		want := goName(parameterName)
		if other, ok := otherwiseNamed[key]; ok {
			want, seen[key] = other, true
		}
		assert.Equal(t, want, name, "%s %s", param.payload, param.name)
	}
	for key := range otherwiseNamed {
		assert.True(t, seen[key], "%s is no exception any more", key)
	}
}

func cutGroup(field string) (group, name string, found bool) {
	group, name, found = strings.Cut(field, ".")
	if !found {
		return "", field, false
	}
	return group, name, true
}

// groupPrefix returns the prefix that the parameters of a nested struct share.
func groupPrefix(field string) string {
	group, _, _ := strings.Cut(field, ".")
	switch group {
	case "FromPlace", "ToPlace":
		return strings.TrimSuffix(group, "Place")
	case "MessagingBinding":
		return group + "."
	case "Location":
		return ""
	}
	return group
}

// initialisms are Twilio's spellings of words that Go writes in capitals.
var initialisms = map[string]string{"Sid": "SID", "Url": "URL", "Uri": "URI", "Id": "ID", "Ip": "IP", "Sip": "SIP", "Sms": "SMS", "Uid": "UID"}

// goName splits a name such as account_sid or DialSipCallId into words.
func goName(parameter string) string {
	var words []string
	for part := range strings.SplitSeq(parameter, "_") {
		start := 0
		for i := range part {
			if i > start && 'A' <= part[i] && part[i] <= 'Z' {
				words, start = append(words, part[start:i]), i
			}
		}
		words = append(words, part[start:])
	}
	for i, word := range words {
		word = strings.ToUpper(word[:1]) + word[1:]
		if capitals, ok := initialisms[word]; ok {
			word = capitals
		}
		words[i] = word
	}
	return strings.Join(words, "")
}

// untypedStrings are the parameters without a fixed set of values, or whose values Twilio
// does not list.
var untypedStrings = []string{
	"FromPlace.State", "ToPlace.State", // of a country
	"SpeechResult", "StableSpeechResult", "UnstableSpeechResult", // words
	"Message.Referral.MediaContentType",
	"CallStatus.CallbackSource",           // only one value is known, which nobody asks for
	"Message.MessageType",                 // Twilio's pages have no list
	"Message.Referral.SourceType",         // WhatsApp's
	"Conference.Reason",                   // in words
	"Conference.EventName",                // deprecated
	"Conference.ReasonAnnouncementFailed", // in words
	"Debugger.PayloadType",                // a content type
	"Room.Container", "Room.Codec",        // formats, which grow
	"Composition.FailedOperation", // not confirmed by Twilio's pages
}

// TestValuesHaveTypes: a parameter with a fixed set of values has a type of its own, with
// constants.
func TestValuesHaveTypes(t *testing.T) {
	t.Parallel()
	kinds := []string{"Status", "Event", "Type", "Kind", "Level", "Result", "Source", "Track", "Direction", "State", "Reason", "Method", "Container", "Codec", "Operation", "Verstat"}
	seen := map[string]bool{}
	for name, typ := range payloadTypes(t) {
		eachText(typ, name, func(path string, typ reflect.Type) {
			last := path[strings.LastIndexByte(path, '.')+1:]
			isKind := slices.ContainsFunc(kinds, func(kind string) bool {
				return strings.HasSuffix(last, kind) || strings.HasPrefix(last, "Reason") || last == "EventName"
			})
			switch {
			case slices.ContainsFunc(untypedStrings, func(known string) bool { return strings.HasSuffix("."+path, "."+known) && mark(seen, known) }):
			case isKind:
				assert.NotEmpty(t, typ.PkgPath(), "%s is a bare string", path)
			}
		})
	}
	for _, path := range untypedStrings {
		assert.True(t, seen[path], "%s is no exception any more", path)
	}
}

func mark(seen map[string]bool, path string) bool {
	seen[path] = true
	return true
}

// eachText visits the fields of texts, those of structs inside included.
func eachText(typ reflect.Type, path string, visit func(path string, typ reflect.Type)) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		at := path + "." + f.Name
		if f.Anonymous {
			at = path
		}
		switch {
		case f.Type.Kind() == reflect.String:
			visit(at, f.Type)
		case f.Type.Kind() == reflect.Struct && f.Type.PkgPath() == reflect.TypeFor[webhook.Message]().PkgPath():
			eachText(f.Type, at, visit)
		}
	}
}

func payloadTypes(t *testing.T) map[string]reflect.Type {
	t.Helper()
	types := map[string]reflect.Type{}
	for _, tt := range payloads {
		types[tt.name] = payloadType(t, tt.parse, tt.required)
	}
	return types
}
