package messaging_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/messaging"
)

const (
	mgSID     = "MG00000000000000000000000000000001"
	inPool    = `{"code":21710,"message":"The sender is in the Messaging Service already","status":409}`
	elsewhere = `{"code":21712,"message":"The sender is in another Messaging Service","status":409}`
	member    = `{"sid":"PN00000000000000000000000000000001","service_sid":"MG00000000000000000000000000000001","phone_number":"+14155556789"}`
	absent    = `{"code":20404,"message":"There is no such resource","status":404}`
	names     = `{"alpha_senders":[{"sid":"AI00000000000000000000000000000002","alpha_sender":"Owl","iso_country_code":"FR"},` +
		`{"sid":"AI00000000000000000000000000000001","alpha_sender":"Owl Bank","iso_country_code":"FR"}],"meta":{"key":"alpha_senders","next_page_url":null}}`
)

// adders add each kind of sender to a pool, and return its SID.
var adders = []struct {
	name, sid, list string
	add             func(context.Context, *messaging.Client) (string, error)
}{
	{name: "a phone number", sid: pnSID, add: func(ctx context.Context, m *messaging.Client) (string, error) {
		n, err := m.PhoneNumbers.Create(ctx, mgSID, messaging.PhoneNumberCreateParams{PhoneNumberSID: pnSID})
		return sidOf(n, err, func(n *messaging.PhoneNumber) string { return n.SID })
	}},
	{name: "a short code", sid: scSID, add: func(ctx context.Context, m *messaging.Client) (string, error) {
		n, err := m.ShortCodes.Create(ctx, mgSID, messaging.ShortCodeCreateParams{ShortCodeSID: scSID})
		return sidOf(n, err, func(n *messaging.ShortCode) string { return n.SID })
	}},
	{name: "a channel sender", sid: xeSID, add: func(ctx context.Context, m *messaging.Client) (string, error) {
		n, err := m.ChannelSenders.Create(ctx, mgSID, messaging.ChannelSenderCreateParams{SID: xeSID})
		return sidOf(n, err, func(n *messaging.ChannelSender) string { return n.SID })
	}},
	{name: "a name", sid: aiSID, list: names, add: func(ctx context.Context, m *messaging.Client) (string, error) {
		n, err := m.AlphaSenders.Create(ctx, mgSID, messaging.AlphaSenderCreateParams{AlphaSender: "Owl Bank"})
		return sidOf(n, err, func(n *messaging.AlphaSender) string { return n.SID })
	}},
	{name: "a name for a country", sid: aiSID, list: names, add: func(ctx context.Context, m *messaging.Client) (string, error) {
		n, err := m.DestinationAlphaSenders.Create(ctx, mgSID, messaging.DestinationAlphaSenderCreateParams{AlphaSender: "Owl Bank", ISOCountryCode: "fr"})
		return sidOf(n, err, func(n *messaging.DestinationAlphaSender) string { return n.SID })
	}},
}

func sidOf[T any](resource *T, err error, sid func(*T) string) (string, error) {
	if err != nil {
		return "", err
	}
	return sid(resource), nil
}

// TestSenderThatIsInThePool: whoever adds it gets it, as if it had been added now.
func TestSenderThatIsInThePool(t *testing.T) {
	t.Parallel()
	for _, tt := range adders {
		posts := 0
		m := answering(t, func(r *http.Request) (*http.Response, error) {
			switch {
			case r.Method == http.MethodPost:
				posts++
				return reply(r, http.StatusConflict, inPool)
			case tt.list != "":
				return reply(r, http.StatusOK, tt.list)
			}
			return reply(r, http.StatusOK, strings.Replace(member, pnSID, tt.sid, 1))
		})
		sid, err := tt.add(t.Context(), m)
		require.NoError(t, err, tt.name)
		assert.Equal(t, tt.sid, sid, tt.name)
		assert.Equal(t, 1, posts, tt.name)
	}
}

// TestSenderOfAnotherPool: no look at this pool changes that.
func TestSenderOfAnotherPool(t *testing.T) {
	t.Parallel()
	for _, tt := range adders {
		requests := 0
		m := answering(t, func(r *http.Request) (*http.Response, error) {
			requests++
			return reply(r, http.StatusConflict, elsewhere)
		})
		_, err := tt.add(t.Context(), m)
		require.ErrorIs(t, err, twilio.ErrorCode(21712), tt.name)
		assert.Equal(t, 1, requests, tt.name)
	}
}

// TestSenderThatIsNotFound: Twilio says that it is in the pool, and the pool does not
// have it. The refusal stands.
func TestSenderThatIsNotFound(t *testing.T) {
	t.Parallel()
	for _, tt := range adders {
		m := answering(t, func(r *http.Request) (*http.Response, error) {
			switch {
			case r.Method == http.MethodPost:
				return reply(r, http.StatusConflict, inPool)
			case tt.list != "":
				return reply(r, http.StatusOK, `{"alpha_senders":[{"sid":"AI00000000000000000000000000000002","alpha_sender":"Owl","iso_country_code":"DE"}],"meta":{"key":"alpha_senders","next_page_url":null}}`)
			}
			return reply(r, http.StatusNotFound, absent)
		})
		_, err := tt.add(t.Context(), m)
		require.ErrorIs(t, err, twilio.ErrorCode(21710), tt.name)
	}
}

// TestLostSenderIsAddedOnce: the answer to the first request is lost, and the second one
// is refused as a conflict of whatever code.
func TestLostSenderIsAddedOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, tt := range adders {
			posts := 0
			m := answering(t, func(r *http.Request) (*http.Response, error) {
				switch {
				case r.Method == http.MethodPost:
					if posts++; posts == 1 {
						return reply(r, http.StatusBadGateway, "<html>")
					}
					return reply(r, http.StatusConflict, `{"code":20409,"message":"Conflict","status":409}`)
				case tt.list != "":
					return reply(r, http.StatusOK, tt.list)
				}
				return reply(r, http.StatusOK, strings.Replace(member, pnSID, tt.sid, 1))
			})
			sid, err := tt.add(t.Context(), m)
			require.NoError(t, err, tt.name)
			assert.Equal(t, tt.sid, sid, tt.name)
			assert.Equal(t, 2, posts, tt.name)
		}
	})
}

// TestLostDomainAndNumber: what else exists once is looked at after a conflict.
func TestLostDomainAndNumber(t *testing.T) {
	t.Parallel()
	const domainSID = "DN00000000000000000000000000000001"
	other := strings.Replace(domainSID, "1", "2", 1)
	number := func(found string) string {
		return `{"sid":"GN00000000000000000000000000000001","phone_number":"` + found + `"}`
	}
	domain := func(found string) string {
		return `{"domain_sid":"` + found + `","messaging_service_sid":"` + mgSID + `"}`
	}
	associate := func(ctx context.Context, m *messaging.Client) error {
		_, err := m.DomainAssociations.Create(ctx, domainSID, mgSID)
		return err
	}
	permit := func(ctx context.Context, m *messaging.Client) error {
		_, err := m.SafeList.Create(ctx, messaging.SafeListCreateParams{PhoneNumber: ada})
		return err
	}
	tests := []struct {
		name, found string
		create      func(context.Context, *messaging.Client) error
		fails       bool
	}{
		{name: "the domain", found: domain(domainSID), create: associate},
		{name: "another domain", found: domain(other), create: associate, fails: true},
		{name: "the number", found: number(ada), create: permit},
		{name: "another number", found: number(owl), create: permit, fails: true},
	}
	synctest.Test(t, func(t *testing.T) {
		for _, tt := range tests {
			posts := 0
			m := answering(t, func(r *http.Request) (*http.Response, error) {
				switch {
				case r.Method != http.MethodPost:
					return reply(r, http.StatusOK, tt.found)
				case posts == 0:
					posts++
					return reply(r, http.StatusBadGateway, "<html>")
				}
				return reply(r, http.StatusConflict, `{"code":20409,"message":"Conflict","status":409}`)
			})
			err := tt.create(t.Context(), m)
			assert.Equal(t, tt.fails, err != nil, "%s: %v", tt.name, err)
		}
	})
}
