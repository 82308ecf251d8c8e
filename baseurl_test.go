package twilio

import (
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/netarea"
)

// TestBaseURLInPlainHTTP: http to another host must be allowed, in either order.
func TestBaseURLInPlainHTTP(t *testing.T) {
	t.Parallel()
	tests := map[string]string{ // to the address of the host api, "" when it is refused even then
		"http://mock:4010":                   "http://mock:4010/api",
		"http://mock":                        "http://mock/api",
		"http://twilio_mock:4010/a/":         "http://twilio_mock:4010/a/api",
		"http://10.0.0.1":                    "http://10.0.0.1/api",
		"http://0.0.0.0:8855":                "http://0.0.0.0:8855/api",
		"http://host.docker.internal":        "http://host.docker.internal/api",
		"http://twilio.example.com":          "http://twilio.example.com/api",
		"http://nottwilio.com":               "http://nottwilio.com/api",
		"https://twilio.example.com":         "https://twilio.example.com/api",
		"http://api.twilio.com":              "",
		"http://API.Twilio.com.":             "",
		"http://twilio.com":                  "",
		"http://api.dublin.ie1.twilio.com/x": "",
		"ftp://mock:4010":                    "",
		"mock:4010":                          "",
		"http://user:x@mock:4010":            "",
		"http://mock:0":                      "",
		"http://mock:65536":                  "",
		"http://mock:99999":                  "",
		"http://a..b":                        "",
		"http://.":                           "",
		"http://./x":                         "",
		"http://-a":                          "",
		"http://a-.example.com":              "",
		"http://[::1":                        "",
		"http:///x":                          "",
		"http://{host}":                      "",
		"http://256.1.1.1":                   "",
	}
	for base, want := range tests {
		for _, opts := range [][]Option{{WithBaseURL(base), WithPlainHTTP()}, {WithPlainHTTP(), WithBaseURL(base)}} {
			client, err := New(testAccount, AuthToken(testToken), opts...)
			if want == "" {
				assertProblem(t, err, "WithBaseURL")
				continue
			}
			require.NoError(t, err, base)
			assert.Equal(t, want, client.hostURL(hostAPI).String())
		}
	}
	_, err := New(testAccount, AuthToken(testToken), WithBaseURL("http://mock:4010"))
	assertProblem(t, err, "WithBaseURL")
	assert.ErrorContains(t, err, "WithPlainHTTP", "the remedy names the option")
}

// TestLoopbackNeedsNoOption: http reaches this machine by all of its names.
func TestLoopbackNeedsNoOption(t *testing.T) {
	t.Parallel()
	for base, passes := range map[string]bool{
		"http://localhost:4010": true, "http://localhost.:4010": true, "http://LOCALHOST.:4010": true, "http://a.localhost:4010": true,
		"http://a.b.LocalHost.:4010": true, "http://127.0.0.1": true, "http://127.9.9.9:1": true, "http://[::1]:4010": true, "http://[::ffff:127.0.0.1]": true,
		"http://localhost.example.com": false, "http://notlocalhost": false, "http://127.0.0.1.": false, "http://localhost..": false,
		"http://[64:ff9b::7f00:1]": false, "http://2130706433": false, "http://127.1": false, "http://0.0.0.0": false, "http://[::]": false, "http://10.0.0.1": false,
	} {
		_, err := New(testAccount, AuthToken(testToken), WithBaseURL(base))
		assert.Equal(t, passes, err == nil, base)
	}
}

// TestOriginsInOtherSpellings: a link may write the host of a base URL otherwise.
func TestOriginsInOtherSpellings(t *testing.T) {
	t.Parallel()
	client, err := New(testAccount, AuthToken(testToken), WithBaseURL("http://localhost.:4010"))
	require.NoError(t, err)
	for link, same := range map[string]bool{"http://localhost:4010": true, "http://LOCALHOST.:4010": true, "http://localhost:4011": false, "https://localhost:4010": false} {
		u, err := url.Parse(link)
		require.NoError(t, err)
		assert.Equal(t, same, sameOrigin(u, client.hostURL(hostAPI)), link)
	}
}

func TestBaseURLWithoutProductSegment(t *testing.T) {
	t.Parallel()
	tests := []struct {
		base, host, want string
	}{
		{base: "https://gw.example.com", host: hostAPI, want: "https://gw.example.com"},
		{base: "https://gw.example.com/twilio/", host: hostAPI, want: "https://gw.example.com/twilio"},
		{base: "https://gw.example.com/twilio", host: hostLookups, want: "https://gw.example.com/twilio"},
		{base: "http://127.0.0.1:4010", host: hostLookups, want: "http://127.0.0.1:4010"},
	}
	for _, tt := range tests {
		for _, opts := range [][]Option{{WithBaseURL(tt.base), WithoutProductSegment()}, {WithoutProductSegment(), WithBaseURL(tt.base)}} {
			client, err := New(testAccount, AuthToken(testToken), opts...)
			require.NoError(t, err)
			assert.Equal(t, tt.want, client.hostURL(tt.host).String())
		}
	}
}

// TestBaseURLOptionsAlone change nothing: Twilio's hosts answer over https.
func TestBaseURLOptionsAlone(t *testing.T) {
	t.Parallel()
	client, err := New(testAccount, AuthToken(testToken), WithPlainHTTP(), WithoutProductSegment())
	require.NoError(t, err)
	assert.Equal(t, "https://api.twilio.com", client.hostURL(hostAPI).String())
}

// TestBaseURLOfAMock: every kind of request arrives there with Twilio's own path.
func TestBaseURLOfAMock(t *testing.T) {
	t.Parallel()
	transport := play(reply(201, messageJSON), reply(200, messageJSON), reply(200, `{"phone_number":"+14155551234"}`))
	client := testClient(t, transport, mock("http://mock:4010")...)
	require.NoError(t, createMessage(t.Context(), client))
	require.NoError(t, getMessage(t.Context(), client))
	_, err := client.Lookup.Get(t.Context(), "+14155551234", LookupGetParams{})
	require.NoError(t, err)
	assert.Equal(t, "http://mock:4010/2010-04-01/Accounts/"+testAccount+"/Messages.json", transport.sent()[0].url)
	assert.Equal(t, "http://mock:4010/2010-04-01/Accounts/"+testAccount+"/Messages/"+testMessage+".json", transport.sent()[1].url)
	assert.Equal(t, "http://mock:4010/v2/PhoneNumbers/%2B14155551234", transport.sent()[2].url)
	assertHeader(t, transport.sent()[0], true)
}

// FuzzBaseURL holds that an address is refused or is where requests go, with https
// unless it is this machine's, or http is allowed.
func FuzzBaseURL(f *testing.F) {
	for _, base := range []string{"https://twilio.example.com/a", "http://mock:4010", "http://[::1]:8855", "http://localhost/..", "https://[fe80::1%25eth0]:1/x"} {
		f.Add(base, false)
		f.Add(base, true)
	}
	f.Fuzz(func(t *testing.T, base string, plain bool) {
		opts := []Option{WithBaseURL(base)}
		if plain {
			opts = append(opts, WithPlainHTTP())
		}
		client, err := New(testAccount, AuthToken(testToken), opts...)
		if err != nil {
			require.ErrorIs(t, err, ErrInvalidParams)
			return
		}
		given, err := url.Parse(base)
		require.NoError(t, err)
		got := client.hostURL(hostAPI)
		require.Equal(t, given.Host, got.Host)
		require.Nil(t, got.User)
		require.True(t, got.Scheme == "https" || got.Scheme == "http" && (plain || netarea.IsLoopback(got.Hostname())), base)
	})
}
