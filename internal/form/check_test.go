package form

import (
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// checked has a field for each rule; the tests set one at a time.
type checked struct {
	Required  string            `form:"Required" check:"required"`
	SID       string            `form:"SID" check:"sid=SM|MM"`
	AnySID    string            `form:"AnySID" check:"sid"`
	URL       string            `form:"URL" check:"url"`
	URLs      []string          `form:"URLs" check:"url,max=2"`
	Callback  *string           `form:"Callback" check:"callback"`
	Recipient string            `form:"Recipient" check:"recipient"`
	Sender    kind              `form:"Sender" check:"sender"`
	Callee    string            `form:"Callee" check:"callee"`
	Caller    string            `form:"Caller" check:"caller"`
	Keys      string            `form:"Keys" check:"keys,max=3"`
	Filter    string            `form:"Filter" check:"filter"`
	Short     string            `form:"Short" check:"max=3"`
	Method    string            `form:"Method" check:"method"`
	Price     string            `form:"Price" check:"decimal"`
	Text      string            `form:"Text"`
	Items     []kind            `form:"Items,comma"`
	Map       map[string]string `form:"Map,json"`
	Count     int               `form:"Count"`
	Maybe     *int64            `form:"Maybe"`
	Signed    int               `form:"Signed" check:"signed"`
	Wait      time.Duration     `form:"Wait,seconds"`

	Extra url.Values
}

func (c checked) problems() []Problem {
	c.Required = "set"
	return Check(c)
}

const aSID = "SM0123456789abcdefABCDEF0123456789"

func TestCheckPasses(t *testing.T) {
	t.Parallel()
	texts := map[string][]string{
		"SID":    {aSID, "MM00000000000000000000000000000001"},
		"AnySID": {aSID, "ZZ00000000000000000000000000000001"},
		"URL": {
			"https://example.com", "http://example.com/a?b=c#d", "HTTPS://EXAMPLE.COM/", "wss://example.com/stream", "http://localhost:8080/x",
			"http://127.0.0.1", "http://[::1]:8080/x", "http://[::1]", "https://user:secret@example.com:443/", "https://example.com/a%20b",
			"https://bücher.example/ä", "https://my_bucket.example.com/a.png", "https://example.com/?u=http://x", "http://example", "https://example.com:/",
			"https://example.com./x", "https://1.2.3.4:65535/x", "https://[2606:4700::1111]:8443/x", "https://a-b.example.com:1", "https://xn--bcher-kva.example/",
			"https://例え.テスト/x", "https://0.example.com", "https://2130706433/x", "https://127.1/x", "https://1.2.3.4./x", "https://user@example.com/?a@b", "https://a:b@[::1]/x",
		},
		"Method":   {"GET", "POST", "get", "Post"},
		"Price":    {"0.01", "1", "12.", ".5", "00.10"},
		"Callback": {"https://example.com/my_hook?a_b=c", "https://a_b@example.com/", "http://localhost/x"},
		"Recipient": {
			"+14155551234", "+447700900123", "+1234567", "+123456789012345", "whatsapp:+14155551234", "WhatsApp:+14155551234", "whatsapp:US.1302015550123",
			"whatsapp:US.ENT.1302015550123", "messenger:1234567890", "rcs:+14155551234", "rcs:acme_agent", "viber:abc", "x-new.channel:Some=thing",
		},
		"Sender": {
			"+14155556789", "555", "72345", "12345678", "ACME", "a", "7 Seas", "24 Repairs", "+Plus Co", "A&B +1-_ 24", "MG00000000000000000000000000000001",
			"sim:DE00000000000000000000000000000001", "DE00000000000000000000000000000001", "HS00000000000000000000000000000001",
			"whatsapp:+14155556789", "messenger:1234567890", "rcs:acme_agent",
		},
		"Callee": {
			"+14155551234", "911", "72345", "123456", "client:ada", "client:zoë@example.com", "client:ada?room=5", "client:Ada Lovelace", "sip:ada@example.com", "sip:a,b@example.com;transport=tls?x-a=1,2",
			"sips:ada@example.com", "SIP:ada@example.com", "sip:example.com", "whatsapp:+14155551234", "sim:DE00000000000000000000000000000001", "app:AP00000000000000000000000000000001",
		},
		"Caller": {"+14155556789", "client:ada", "Jack", "jack.o-neill_2", "whatsapp:+14155556789", "sip:ada@example.com"},
		"Keys":   {"1#*", "wW9", "ABD"},
		"Filter": {"+14155551234", "7 Seas", "4155551234", "whatsapp:x", "Müller"},
		"Short":  {"äöü", "😀😀😀"},
		"Text":   {"café", "\u200b ", "\x00", "a\nb", "\ufffd"},
	}
	for field, values := range texts {
		for _, text := range values {
			var c checked
			set(&c, field, text)
			assert.Empty(t, c.problems(), "%s %q", field, text)
		}
	}
	zero, most := int64(0), int64(1<<62)
	for name, c := range map[string]checked{
		"nothing": {}, "two items": {URLs: []string{"https://example.com/1", "https://example.com/2"}}, "no items": {URLs: []string{}},
		"pointer to 0": {Maybe: &zero}, "large": {Maybe: &most, Count: 1, Wait: time.Hour}, "below 0, signed": {Signed: -1},
		"map": {Map: map[string]string{"1": ""}}, "Extra is the caller's": {Extra: url.Values{"URL": {"/x"}, "Count": {"-1"}, "Text": {"\xff"}}},
	} {
		assert.Empty(t, c.problems(), name)
	}
	for _, params := range []any{nil, url.Values{"a": {"\xff"}}, (*checked)(nil), 7, struct{ A string }{}, checked{Extra: url.Values{"Required": nil}}} {
		assert.Empty(t, Check(params), "%T", params)
	}
}

// set sets a field of text, through a pointer if it is one.
func set(c *checked, field, text string) {
	v := reflect.ValueOf(c).Elem().FieldByName(field)
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.ValueOf(&text))
		return
	}
	v.SetString(text)
}

func TestCheckRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ field, text, problem string }{
		{"SID", "SM0123456789abcdefABCDEF012345678", "does not have the 34 characters"},
		{"SID", aSID + "0", "does not have the 34 characters"},
		{"SID", "SM", "does not have the 34 characters"},
		{"SID", aSID + " ", "has a blank"},
		{"SID", aSID + "\n", "has a blank, a line break"},
		{"SID", "\u200b" + aSID, "invisible character"},
		{"SID", "CA00000000000000000000000000000001", "is an SID that begins with CA"},
		{"SID", "sm00000000000000000000000000000001", "is an SID that begins with sm"},
		{"SID", "SM0123456789abcdefABCDEF012345678-", "characters that no SID has"},
		{"SID", "my-message", "is not an SID of that kind"},
		{"AnySID", "00000000000000000000000000000000ab", "characters that no SID has"},
		{"AnySID", "x", "does not have the 34 characters"},
		{"URL", "/status", "is not an absolute URL"},
		{"URL", "status", "is not an absolute URL"},
		{"URL", "example.com/x", "is not an absolute URL"},
		{"URL", "example.com:8080/x", "is not an absolute URL"},
		{"URL", "https:example.com", "is not an absolute URL"},
		{"URL", "mailto:ada@example.com", "is not an absolute URL"},
		{"URL", "//example.com/x", "is not an absolute URL"},
		{"URL", "ftp://example.com/x", "is not a URL of http, https or wss"},
		{"URL", "ws://example.com/x", "is not a URL of http, https or wss"},
		{"URL", "file:///etc/passwd", "is not a URL of http, https or wss"},
		{"URL", "http://", "has no host"},
		{"URL", "https:///x", "has no host"},
		{"URL", "https://?x", "has no host"},
		{"URL", "https://#x", "has no host"},
		{"URL", "https://:8080/x", "has no host"},
		{"URL", "https://user@/x", "has no host"},
		{"URL", "https://example.com:port/x", "has no host"},
		{"URL", "https://example.com:0/x", "has no host"},
		{"URL", "https://example.com:65536/x", "has no host"},
		{"URL", "https://example.com:99999/x", "has no host"},
		{"URL", "https://example.com:80:80/x", "has no host"},
		{"URL", "https://example.com:+80/x", "has no host"},
		{"URL", "https://[::1/x", "has no host"},
		{"URL", "https://[::1]x/y", "has no host"},
		{"URL", "https://[::1]80/y", "has no host"},
		{"URL", "https://::1]/x", "has no host"},
		{"URL", "https://::1/x", "has no host"},
		{"URL", "https://2001:db8::1:80/x", "has no host"},
		{"URL", "https://[1.2.3.4]/x", "has no host"},
		{"URL", "https://[example.com]/x", "has no host"},
		{"URL", "https://[]/x", "has no host"},
		{"URL", "https://[::1.]/x", "has no host"},
		{"URL", "https://./x", "has no host"},
		{"URL", "https://../x", "has no host"},
		{"URL", "https://a..b/x", "has no host"},
		{"URL", "https://.example.com/x", "has no host"},
		{"URL", "https://example.com../x", "has no host"},
		{"URL", "https://-a/x", "has no host"},
		{"URL", "https://a-/x", "has no host"},
		{"URL", "https://a.-b.example.com/x", "has no host"},
		{"URL", "https://user:secret@/x", "has no host"},
		{"URL", "https://1.2.3.4.5/x", "has no host"},
		{"URL", "https://1.2.3.256/x", "has no host"},
		{"URL", "https://1.2.65536/x", "has no host"},
		{"URL", "https://1..2/x", "has no host"},
		{"URL", "https://256.1.1.1/x", "has no host"},
		{"URL", "https://4294967296/x", "has no host"},
		{"URL", "https://a$b/x", "has no host"},
		{"URL", "https://{host}/x", "has no host"},
		{"URL", "https://<host>/x", "has no host"},
		{"URL", "https://exa%6dple.com/x", "has no host"},
		{"URL", "https://" + strings.Repeat("a", 64) + ".example.com", "has no host"},
		{"URL", "https://" + strings.Repeat("a.", 127) + "com", "has no host"},
		{"URL", "https://example.com/a b", "has a blank"},
		{"URL", " https://example.com", "has a blank"},
		{"URL", "https://example.com\n", "has a blank"},
		{"URL", "https://example.com/\u200b", "invisible character"},
		{"URL", "https://example.com/\x00", "invisible character"},
		{"Callback", "https://my_host.example.com/x", "underscore in its host"},
		{"Callback", "/status", "is not an absolute URL"},
		{"Recipient", "  ", "is empty"},
		{"Recipient", "4155551234", "does not begin with +"},
		{"Recipient", "14155551234", "does not begin with +"},
		{"Recipient", "0014155551234", "does not begin with +"},
		{"Recipient", "72345", "does not begin with +"},
		{"Recipient", "ACME", "does not begin with +"},
		{"Recipient", "1 415 555 1234", "has blanks or brackets"},
		{"Recipient", "+1(415)5551234", "has blanks or brackets"},
		{"Recipient", " +14155551234", "has blanks"},
		{"Recipient", "+14155551234\n", "has blanks"},
		{"Recipient", "+1\u00a04155551234", "has blanks"},
		{"Recipient", "+14155551234,+14155556789", "is more than one number"},
		{"Recipient", "+14155551234 +14155556789", "is more than one number"},
		{"Recipient", "+14155551234;ext=5", "is more than one number"},
		{"Recipient", "+1-415-555-1234", "other than the digits"},
		{"Recipient", "+1４155551234", "other than the digits"},
		{"Recipient", "＋14155551234", "does not begin with +"},
		{"Recipient", "+123456", "does not have the 7 to 15 digits"},
		{"Recipient", "+1234567890123456", "does not have the 7 to 15 digits"},
		{"Recipient", "+04155551234", "does not have the 7 to 15 digits"},
		{"Recipient", "+", "does not have the 7 to 15 digits"},
		{"Recipient", ":+14155551234", "does not begin with +"},
		{"Recipient", " whatsapp:+14155551234", "has blanks"},
		{"Recipient", "whatsapp:", "is empty"},
		{"Recipient", "whatsapp: ", "is empty"},
		{"Recipient", "whatsapp: +14155551234", "has blanks"},
		{"Recipient", "whatsapp:4155551234", "does not begin with +"},
		{"Recipient", "whatsapp:whatsapp:+14155551234", "has two prefixes"},
		{"Recipient", "whatsapp:messenger:123", "has two prefixes"},
		{"Recipient", "whatsapp:MG00000000000000000000000000000001", "is an SID behind whatsapp:"},
		{"Recipient", "whatsapp:+14155551234,whatsapp:+14155556789", "is more than one number"},
		{"Recipient", "whatsapp:US.", "does not begin with +"},
		{"Recipient", "messenger:", "is empty behind its prefix"},
		{"Recipient", "messenger:Ada Lovelace", "has blanks"},
		{"Recipient", "messenger:1,messenger:2", "comma"},
		{"Recipient", "rcs:+1 415 555 1234", "has blanks"},
		{"Recipient", "viber:\u2060abc", "invisible character"},
		{"Sender", "4155556789", "does not begin with +"},
		{"Sender", "12", "does not begin with +"},
		{"Sender", "+1 415 555 6789", "has blanks"},
		{"Sender", "Acme Limited", "is not a sender's name"},
		{"Sender", "Müller", "is not a sender's name"},
		{"Sender", "日本", "is not a sender's name"},
		{"Sender", "acme.com", "is not a sender's name"},
		{"Sender", " Acme", "is not a sender's name"},
		{"Sender", "Acme ", "is not a sender's name"},
		{"Sender", "CA00000000000000000000000000000001", "is not a sender's name"},
		{"Sender", "MG0000000000000000000000000000000", "is not a sender's name"},
		{"Sender", "Acme\u200b", "invisible character"},
		{"Sender", "whatsapp:MG00000000000000000000000000000001", "is an SID behind whatsapp:"},
		{"Callee", "4155551234", "does not begin with +"},
		{"Callee", "1234567", "does not begin with +"},
		{"Callee", "12", "does not begin with +"},
		{"Callee", "ACME", "does not begin with +"},
		{"Callee", "+14155551234,,5", "is more than one number"},
		{"Callee", "client:", "is empty behind its prefix"},
		{"Callee", "client:ada\nlovelace", "invisible character"},
		{"Callee", "client:ada\u200e", "invisible character"},
		{"Callee", "sip:", "is empty behind its prefix"},
		{"Callee", "sip:ada lovelace@example.com", "has blanks"},
		{"Callee", "whatsapp:415", "does not begin with +"},
		{"Callee", "tel:+14155551234", "has a prefix that calls do not have"},
		{"Callee", "messenger:123", "has a prefix that calls do not have"},
		{"Caller", "4155556789", "does not begin with +"},
		{"Caller", "Jack Sparrow", "has blanks"},
		{"Sender", "mg00000000000000000000000000000001", "begins with small letters where an SID has MG"},
		{"Sender", "hs00000000000000000000000000000001", "begins with small letters where an SID has HS"},
		{"Sender", "CA00000000000000000000000000000001", "is an SID that begins with CA"},
		{"Method", "PUT", "is not a method"},
		{"Method", "HEAD", "is not a method"},
		{"Method", " GET", "is not a method"},
		{"Method", "GET,POST", "is not a method"},
		{"Price", "abc", "is not a positive number"},
		{"Price", "-0.01", "is not a positive number"},
		{"Price", "0.00", "is not a positive number"},
		{"Price", "1,5", "is not a positive number"},
		{"Price", "1.2.3", "is not a positive number"},
		{"Price", ".", "is not a positive number"},
		{"Price", "1e3", "is not a positive number"},
		{"Keys", "1,2", "no phone has a key"},
		{"Keys", "1 2", "no phone has a key"},
		{"Keys", "x", "no phone has a key"},
		{"Keys", "1234", "more than 3 characters"},
		{"Filter", " +14155551234", "blank at an end"},
		{"Filter", "+1415555\u200e1234", "invisible character"},
		{"Short", "äöüß", "more than 3 characters"},
		{"Text", "caf\xc3", "is not valid UTF-8"},
		{"Sender", "caf\xc3", "is not valid UTF-8"},
	} {
		var c checked
		set(&c, tt.field, tt.text)
		requireProblem(t, c.problems(), tt.field, tt.problem, tt.text)
	}
}

func requireProblem(t *testing.T, problems []Problem, field, says, text string) {
	t.Helper()
	require.Len(t, problems, 1, "%s %q", field, text)
	assert.Equal(t, field, problems[0].Field, "%q", text)
	assert.Contains(t, problems[0].Problem, says, "%s %q", field, text)
	assert.NotEmpty(t, problems[0].Remedy, "%s %q", field, text)
}

func TestCheckRefusesOtherTypes(t *testing.T) {
	t.Parallel()
	below := int64(-1)
	for _, tt := range []struct {
		params  checked
		field   string
		problem string
	}{
		{checked{URLs: []string{""}}, "URLs", "item 1 is empty"},
		{checked{URLs: []string{"https://example.com", "/x"}}, "URLs", "item 2 is not an absolute URL"},
		{checked{URLs: []string{"http://a", "http://b", "http://c"}}, "URLs", "has more than 2 items"},
		{checked{Items: []kind{"a", ""}}, "Items", "item 2 is empty"},
		{checked{Items: []kind{"a", "\xff"}}, "Items", "item 2 is not valid UTF-8"},
		{checked{Map: map[string]string{"1": "\xff"}}, "Map", "is not valid UTF-8"},
		{checked{Map: map[string]string{"\xff": "1"}}, "Map", "is not valid UTF-8"},
		{checked{Count: -1}, "Count", "is negative"},
		{checked{Maybe: &below}, "Maybe", "is negative"},
		{checked{Wait: -time.Second}, "Wait", "is negative"},
	} {
		requireProblem(t, tt.params.problems(), tt.field, tt.problem, "")
	}
	problems := Check(&checked{URL: "/x", Count: -1, SID: "x"})
	require.Len(t, problems, 4, "all at once, in the order of the fields")
	for i, field := range []string{"Required", "SID", "URL", "Count"} {
		assert.Equal(t, field, problems[i].Field)
	}
	assert.Equal(t, Problem{Field: "Required", Problem: "is empty", Remedy: "give a value"}, problems[0])
}

// TestHintsOfWhatIsRequired: what is missing gets the remedy of its own rule.
func TestHintsOfWhatIsRequired(t *testing.T) {
	t.Parallel()
	problems := Check(struct {
		To  string   `form:"To" check:"required,recipient"`
		SID string   `form:"SID" check:"sid=CA,required"`
		URL []string `form:"URL" check:"required,url,max=2"`
	}{})
	assert.Equal(t, []Problem{
		{"To", "is empty", "give a phone number in E.164, such as +14155551234"},
		{"SID", "is empty", "give the SID that Twilio returned: CA and 32 hexadecimal digits"},
		{"URL", "is empty", "give an absolute URL, such as https://example.com/path"},
	}, problems)
}

func TestRulesThatDoNotFit(t *testing.T) {
	t.Parallel()
	for name, params := range map[string]any{
		"unknown rule": struct {
			A string `form:"A" check:"loud"`
		}{},
		"URL of a number": struct {
			A int `form:"A" check:"url"`
		}{},
		"max of a number": struct {
			A int `form:"A" check:"max=3"`
		}{},
		"max of nothing": struct {
			A string `form:"A" check:"max="`
		}{},
		"max of 0": struct {
			A string `form:"A" check:"max=0"`
		}{},
		"signed text": struct {
			A string `form:"A" check:"signed"`
		}{},
		"blank": struct {
			A string `form:"A" check:"required, url"`
		}{},
		"empty rule": struct {
			A string `form:"A" check:"required,"`
		}{},
	} {
		_, err := Fields(reflect.TypeOf(params))
		require.ErrorContains(t, err, "check", name)
		_, err = Append(nil, InForm, params)
		require.Error(t, err, name)
		assert.Empty(t, Check(params), name)
	}
	fields, err := Fields(reflect.TypeFor[checked]())
	require.NoError(t, err)
	assert.Equal(t, "url,max=2", fields[4].Check)
}

// TestAppendJoinsWhatIsWrong reports all values that have no form, not the first.
func TestAppendJoinsWhatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := Append(nil, InForm, everything{Wait: time.Millisecond, Silence: time.Microsecond, Text: "t", Extra: url.Values{"Text": {"u"}}})
	for _, part := range []string{"Wait: ", "Silence: ", `"Text"`} {
		require.ErrorContains(t, err, part)
	}
}

// usualHost is a host that every client reaches.
var usualHost = regexp.MustCompile(`^([a-z0-9]{1,20}\.)?[a-z]{1,20}(:[1-9]\d{0,3})?$`)

// FuzzURL agrees with net/url about hosts.
func FuzzURL(f *testing.F) {
	for _, s := range []string{"https://example.com/a?b#c", "http://[::1]:80", "wss://u:p@h", "http:///x", "http://a\\b", "http://a@b@c:1/", "//h", "\xff", "https://[::1/x", "https://a:99999/x", "https://a..b/x", "https://1.2.3/x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		wrong := callbackFlaw(s)
		if wrong.problem == "" {
			assert.Empty(t, urlFlaw(s).problem)
		}
		u, err := url.Parse(s)
		if err != nil {
			return
		}
		plain := !strings.ContainsFunc(s, func(r rune) bool { return isBlank(r) || isHidden(r) })
		known := u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "wss"
		if urlFlaw(s).problem == "" {
			assert.True(t, plain && known && IsHost(u.Hostname()) && IsPort(u.Port()), "%q", s)
			return
		}
		assert.False(t, plain && known && usualHost.MatchString(u.Host), "%q", s)
	})
}

// FuzzAddresses: no address makes the checks panic, none is shown, and a number in
// E.164 is accepted everywhere.
func FuzzAddresses(f *testing.F) {
	for _, s := range []string{"+14155551234", "whatsapp:+1", "7 Seas", "sip:a@b", "\xff", aSID, "MG00000000000000000000000000000001", "a:b:c", "\u200e+1"} {
		f.Add(s)
	}
	rules := map[string]textRule{"recipient": recipientFlaw, "sender": senderFlaw, "callee": calleeFlaw, "caller": callerFlaw, "sid": func(s string) flaw { return sidFlaw(s, "SM|MM") }}
	number, sid := regexp.MustCompile(`^\+[1-9]\d{6,14}$`), regexp.MustCompile(`^(SM|MM)[0-9a-zA-Z]{32}$`)
	f.Fuzz(func(t *testing.T, s string) {
		for name, rule := range rules {
			wrong := rule(s)
			assert.Equal(t, wrong.problem == "", wrong.remedy == "", "%s %q", name, s)
			shown := strings.ReplaceAll(wrong.problem+wrong.remedy, "+14155551234", "") // the number of our advice
			assert.NotRegexp(t, `\d{7}`, shown, "%s %q", name, s)
			if number.MatchString(s) && name != "sid" {
				assert.Empty(t, wrong.problem, "%s %q", name, s)
			}
		}
		assert.Equal(t, number.MatchString(s), isE164(s), "%q", s)
		assert.Equal(t, sid.MatchString(s), sidFlaw(s, "SM|MM") == flaw{}, "%q", s)
		if recipientFlaw(s).problem == "" {
			assert.Empty(t, senderFlaw(s).problem, "who can be reached can send: %q", s)
		}
	})
}

type profile struct {
	Name    string `json:"name" check:"required"`
	Website string `json:"website"`
}

type application struct {
	Title    string   `json:"title" check:"required"`
	Profile  profile  `json:"profile" check:"required"`
	Pointed  *profile `json:"pointed" check:"required"`
	Optional profile  `json:"optional"`
}

// TestMissingObjectsNameTheirRequiredFields: the remedy is to give the fields, and not the
// object.
func TestMissingObjectsNameTheirRequiredFields(t *testing.T) {
	t.Parallel()
	fieldsOf := func(params any) []string {
		var fields []string
		for _, p := range Check(params) {
			fields = append(fields, p.Field)
		}
		return fields
	}
	assert.Equal(t, []string{"Title", "Profile.Name", "Pointed"}, fieldsOf(application{}), "a pointer leads to no fields")
	assert.Equal(t, []string{"Profile.Name"}, fieldsOf(application{Title: "t", Profile: profile{Website: "w"}, Pointed: &profile{Name: "n"}}))
	assert.Equal(t, []string{"Optional.Name"}, fieldsOf(application{
		Title: "t", Profile: profile{Name: "n"}, Pointed: &profile{Name: "n"}, Optional: profile{Website: "w"},
	}))
}
