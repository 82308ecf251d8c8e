package twiliotest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/twiliotest"
)

// numbersDriver asks for operations on phone numbers, and holds each answer against its
// published shape.
type numbersDriver struct {
	*driver

	asked map[string]bool
}

func newNumbersDriver(t *testing.T, opts ...twiliotest.Option) *numbersDriver {
	t.Helper()
	sim := twiliotest.New(t, opts...)
	return &numbersDriver{&driver{T: t, sim: sim, made: map[string][]string{}, taken: map[string]string{}}, map[string]bool{}}
}

// call sends a form, or JSON for a map.
func (d *numbersDriver) call(method, path string, body any) (int, map[string]any) {
	d.Helper()
	address, query, _ := strings.Cut(path, "?")
	op, _, found := contract.Find(method, "numbers", address)
	require.True(d, found, "%s %s", method, path)
	var payload io.Reader = http.NoBody
	contentType := contract.FormBody
	switch body := body.(type) {
	case url.Values:
		payload = strings.NewReader(body.Encode())
	case map[string]any:
		text, err := json.Marshal(body)
		require.NoError(d, err)
		payload, contentType = bytes.NewReader(text), contract.JSONBody
	}
	req, err := http.NewRequestWithContext(d.Context(), method, "https://numbers.twilio.com"+address+"?"+query, payload)
	require.NoError(d, err)
	req.Header.Set("Content-Type", contentType)
	req.SetBasicAuth(d.sim.AccountSID(), d.sim.AuthToken())
	resp, err := d.sim.Transport().RoundTrip(req)
	require.NoError(d, err)
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	require.NoError(d, err)
	if resp.StatusCode >= http.StatusBadRequest {
		var problem map[string]any
		require.NoError(d, json.Unmarshal(text, &problem), "%s", text)
		return resp.StatusCode, problem
	}
	d.asked[op.ID] = true
	assert.NotNil(d, op.AnswerOf(resp.StatusCode), "%s: status %d", op.ID, resp.StatusCode)
	if op.IsList() {
		var page map[string]any
		require.NoError(d, json.Unmarshal(text, &page))
		items, _ := page[op.ListKey].([]any)
		for _, item := range items {
			text, err := json.Marshal(item)
			require.NoError(d, err)
			d.compare(op, text)
		}
		return resp.StatusCode, page
	}
	return resp.StatusCode, d.compare(op, text)
}

// must is call for what has to succeed.
func (d *numbersDriver) must(method, path string, body any) map[string]any {
	d.Helper()
	status, answer := d.call(method, path, body)
	require.Less(d, status, http.StatusBadRequest, "%s %s: %v", method, path, answer)
	return answer
}

func sidOf(answer map[string]any, names ...string) string {
	for _, name := range append(names, "sid") {
		if sid, found := answer[name].(string); found {
			return sid
		}
	}
	return ""
}

// address makes an address of the account.
func (d *numbersDriver) address() string {
	d.Helper()
	status, made := api{d.T, d.sim}.call("POST", "api/2010-04-01/Accounts/"+d.sim.AccountSID()+"/Addresses.json", url.Values{
		"CustomerName": {"Ada"}, "Street": {"1 Main St"}, "City": {"Springfield"}, "Region": {"OR"}, "PostalCode": {"97477"}, "IsoCountry": {"US"},
	})
	require.Less(d, status, http.StatusBadRequest, "%v", made)
	return sidOf(made)
}

const (
	regulatory = "/v2/RegulatoryCompliance/"
	hosted     = "/v2/HostedNumber/"
	ported     = "/v1/Porting/"
	landline   = "+14155550123"
)

// TestNumbersOperations asks for every published operation on phone numbers. Each answer
// has the published status and the published properties.
func TestNumbersOperations(t *testing.T) {
	t.Parallel()
	d := newNumbersDriver(t, twiliotest.StartAt(time.Date(2026, 4, 14, 9, 30, 0, 0, time.UTC)))
	address := d.address()
	d.driveCompliance(address)
	d.driveHosting(address)
	d.drivePorting()
	for _, name := range [...]string{"numbers_v1", "numbers_v2", "numbers_v3"} {
		spec, err := contract.Load(name)
		require.NoError(t, err)
		for _, op := range spec.Operations {
			assert.True(t, d.asked[op.ID], "%s of %s was not asked for", op.ID, name)
		}
	}
}

func (d *numbersDriver) driveCompliance(address string) {
	d.Helper()
	for _, kind := range [...]string{"Regulations", "EndUserTypes", "SupportingDocumentTypes"} {
		page := d.must("GET", regulatory+kind, nil)
		for key, list := range page {
			if items, isList := list.([]any); isList && key != "meta" {
				first, _ := items[0].(map[string]any)
				d.must("GET", regulatory+kind+"/"+sidOf(first), nil)
			}
		}
	}
	bundles := regulatory + "Bundles"
	bundle := bundles + "/" + sidOf(d.must("POST", bundles, url.Values{
		"FriendlyName": {"Berlin"}, "Email": {"ada@example.com"}, "IsoCountry": {"DE"}, "NumberType": {"local"}, "EndUserType": {"individual"},
	}))
	d.must("GET", bundles, nil)
	d.must("GET", bundle, nil)
	endUser := sidOf(d.must("POST", regulatory+"EndUsers", url.Values{"FriendlyName": {"Ada"}, "Type": {"individual"}, "Attributes": {`{"first_name":"Ada","last_name":"Byron"}`}}))
	d.must("GET", regulatory+"EndUsers", nil)
	d.must("POST", regulatory+"EndUsers/"+endUser, url.Values{"FriendlyName": {"Ada B."}})
	d.must("GET", regulatory+"EndUsers/"+endUser, nil)
	document := sidOf(d.must("POST", regulatory+"SupportingDocuments", url.Values{"FriendlyName": {"Passport"}, "Type": {"passport"}, "Attributes": {`{"first_name":"Ada","last_name":"Byron"}`}}))
	d.must("GET", regulatory+"SupportingDocuments", nil)
	d.must("POST", regulatory+"SupportingDocuments/"+document, url.Values{"FriendlyName": {"Ada's passport"}})
	d.must("GET", regulatory+"SupportingDocuments/"+document, nil)
	proof := sidOf(d.must("POST", regulatory+"SupportingDocuments", url.Values{"FriendlyName": {"Home"}, "Type": {"address"}, "Attributes": {`{"address_sids":["` + address + `"]}`}}))
	for _, object := range [...]string{endUser, document, proof} {
		item := sidOf(d.must("POST", bundle+"/ItemAssignments", url.Values{"ObjectSid": {object}}))
		d.must("GET", bundle+"/ItemAssignments/"+item, nil)
	}
	spare := sidOf(d.must("POST", bundle+"/ItemAssignments", url.Values{"ObjectSid": {address}}))
	d.must("DELETE", bundle+"/ItemAssignments/"+spare, nil)
	d.must("GET", bundle+"/ItemAssignments", nil)
	evaluation := sidOf(d.must("POST", bundle+"/Evaluations", url.Values{}))
	d.must("GET", bundle+"/Evaluations", nil)
	d.must("GET", bundle+"/Evaluations/"+evaluation, nil)
	assert.Equal(d, "pending-review", d.must("POST", bundle, url.Values{"Status": {"pending-review"}})["status"])
	d.sim.ReviewBundle(strings.TrimPrefix(bundle, bundles+"/"))
	assert.Equal(d, "twilio-approved", d.must("GET", bundle, nil)["status"])
	copied := sidOf(d.must("POST", bundle+"/Copies", url.Values{}))
	d.must("GET", bundle+"/Copies", nil)
	d.must("POST", bundles+"/"+copied, url.Values{"Status": {"pending-review"}})
	d.sim.ReviewBundle(copied)
	d.must("POST", bundle+"/ReplaceItems", url.Values{"FromBundleSid": {copied}})
	clone := sidOf(d.must("POST", bundle+"/Clones", url.Values{"TargetAccountSid": {d.sim.AccountSID()}, "MoveToDraft": {"true"}}), "bundle_sid")
	d.must("DELETE", bundles+"/"+clone, nil)
	other := sidOf(d.must("POST", regulatory+"EndUsers", url.Values{"FriendlyName": {"Bob"}, "Type": {"business"}}))
	d.must("DELETE", regulatory+"EndUsers/"+other, nil)
	spareDocument := sidOf(d.must("POST", regulatory+"SupportingDocuments", url.Values{"FriendlyName": {"Bill"}, "Type": {"utility_bill"}}))
	d.must("DELETE", regulatory+"SupportingDocuments/"+spareDocument, nil)

	application := sidOf(d.must("POST", "/v2/ShortCodes/Applications", map[string]any{
		"friendly_name": "Owl", "iso_country": "US", "business_information": map[string]any{"customer_facing_profile": copied}, "setup": map[string]any{"charges_apply": false},
	}))
	d.must("GET", "/v2/ShortCodes/Applications/"+application, nil)
	d.must("GET", "/v2/ShortCodes/Applications", nil)
	registration := sidOf(d.must("POST", "/v1/SenderIdRegistrations", map[string]any{
		"friendlyName": "Owl", "regulationId": "RN00000000000000000000000000000001", "regulationVersion": 1, "data": map[string]any{"useCase": map[string]any{"category": "TRANSACTIONAL"}},
	}), "id")
	d.must("POST", "/v1/SenderIdRegistrations/"+registration+"/EmbeddedSessions", map[string]any{})
}

func (d *numbersDriver) driveHosting(address string) {
	d.Helper()
	order := sidOf(d.must("POST", hosted+"Orders", url.Values{
		"PhoneNumber": {landline}, "ContactPhoneNumber": {ada}, "AddressSid": {address}, "Email": {"ada@example.com"},
	}))
	d.must("GET", hosted+"Orders", nil)
	d.must("POST", hosted+"Orders/"+order, url.Values{"Status": {"pending-verification"}})
	d.sim.Clock.Advance(time.Minute)
	assert.Equal(d, "verified", d.must("GET", hosted+"Orders/"+order, nil)["status"])
	letter := sidOf(d.must("POST", hosted+"AuthorizationDocuments", url.Values{
		"HostedNumberOrderSids": {order}, "AddressSid": {address}, "Email": {"ada@example.com"}, "ContactPhoneNumber": {ada},
	}))
	d.must("GET", hosted+"AuthorizationDocuments", nil)
	d.must("GET", hosted+"AuthorizationDocuments/"+letter, nil)
	assert.Len(d, d.must("GET", hosted+"AuthorizationDocuments/"+letter+"/DependentHostedNumberOrders", nil)["items"], 1)
	d.must("DELETE", hosted+"AuthorizationDocuments/"+letter, nil)
	third := sidOf(d.must("POST", "/v3/HostedNumbers/HostedNumberOrders", url.Values{"phoneNumber": {"+14155550124"}, "smsCapability": {"true"}}))
	d.must("DELETE", hosted+"Orders/"+third, nil)
	bulk := sidOf(d.must("POST", hosted+"Orders/Bulk", map[string]any{"friendly_name": "many", "request_items": []any{map[string]any{
		"email": "ada@example.com", "address_sid": address, "contact_phone_number": ada,
		"numbers": []any{map[string]any{"phone_number": "+14155550125"}, map[string]any{"phone_number": "+447700900123"}},
	}}}), "bulk_hosting_sid")
	d.must("GET", hosted+"Orders/Bulk/"+bulk, nil)
	d.must("POST", "/v1/HostedNumber/Eligibility", map[string]any{"phone_numbers": []any{map[string]any{"phone_number": "+14155550126"}}})
	check := sidOf(d.must("POST", "/v1/HostedNumber/Eligibility/Bulk", map[string]any{"friendly_name": "many", "phone_numbers": []any{map[string]any{"phone_number": "+14155550126"}}}), "request_id")
	d.must("GET", "/v1/HostedNumber/Eligibility/Bulk/"+check, nil)
}

func (d *numbersDriver) drivePorting() {
	d.Helper()
	document := sidOf(d.must("POST", regulatory+"SupportingDocuments", url.Values{"FriendlyName": {"Bill"}, "Type": {"utility_bill"}}))
	d.must("GET", ported+"Portability/PhoneNumber/+14155550130", nil)
	d.must("POST", ported+"Configuration/Webhook", map[string]any{"port_out_target_url": "https://example.com/port-out"})
	d.must("GET", ported+"Configuration/Webhook", nil)
	d.must("DELETE", ported+"Configuration/Webhook/PORT_OUT", nil)
	made := d.must("POST", ported+"PortIn", map[string]any{
		"account_sid": d.sim.AccountSID(), "documents": []any{document},
		"phone_numbers": []any{map[string]any{"phone_number": "+14155550130"}, map[string]any{"phone_number": "+14155550131"}},
		"losing_carrier_information": map[string]any{
			"customer_name": "Ada", "authorized_representative": "Ada", "authorized_representative_email": "ada@example.com",
		},
	})
	port := ported + "PortIn/" + sidOf(made, "port_in_request_sid")
	numbers, _ := made["phone_numbers"].([]any)
	first, _ := numbers[0].(map[string]any)
	number := port + "/PhoneNumber/" + sidOf(first, "port_in_phone_number_sid")
	d.must("GET", ported+"PortIn/PortInRequests", nil)
	d.must("GET", number, nil)
	d.must("DELETE", number, nil)
	d.must("GET", port, nil)
	d.must("DELETE", port, nil)
	d.must("POST", "/v1/SigningRequest/Configuration", map[string]any{"product": "Porting", "country": "US"})
	d.must("GET", "/v1/SigningRequest/Configuration", nil)
}
