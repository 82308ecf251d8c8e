package twiliotest_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/twiliotest"
)

// everyKind adds numbers of the kinds that are nowhere reserved for stories.
func everyKind() twiliotest.Option {
	return twiliotest.Inventory(
		twiliotest.Stock{PhoneNumber: "+447700900997", Kind: twiliotest.KindVoIP},
		twiliotest.Stock{PhoneNumber: "+447700900998", Kind: twiliotest.KindSharedCost},
		twiliotest.Stock{PhoneNumber: "+447700900999", Kind: twiliotest.KindMachineToMachine},
	)
}

// numbersForm are parameters that go together for operations on numbers, nil for other
// operations.
func (d *driver) numbersForm(op *contract.Operation) url.Values {
	form := url.Values{"FriendlyName": {fmt.Sprint("number ", len(d.sim.Requests()))}, "SmsUrl": {"https://example.com/sms"}, "SmsMethod": {"GET"}, "VoiceUrl": {"https://example.com/voice"}}
	n := len(d.sim.Requests()) % 100
	switch op.ID {
	case "CreateIncomingPhoneNumber", "CreateIncomingPhoneNumberLocal":
		form.Set("PhoneNumber", fmt.Sprintf("+141555501%02d", n))
	case "CreateIncomingPhoneNumberMobile":
		form.Set("PhoneNumber", fmt.Sprintf("+447700900%03d", n))
		form.Set("BundleSid", fmt.Sprintf("BU%032x", n))
	case "CreateIncomingPhoneNumberTollFree":
		form.Set("PhoneNumber", fmt.Sprintf("+180055501%02d", n))
	case "UpdateIncomingPhoneNumber":
		form.Set("StatusCallback", "https://example.com/status")
	case "CreateAddress":
		return url.Values{
			"CustomerName": {"Ada"}, "Street": {"2 Main Street"}, "City": {"San Francisco"}, "Region": {"CA"}, "PostalCode": {"94105"}, "IsoCountry": {"US"},
			"FriendlyName": {"Office"}, "StreetSecondary": {"3rd floor"}, "EmergencyEnabled": {"true"},
		}
	case "UpdateAddress":
		return url.Values{"City": {"Oakland"}, "FriendlyName": {"Warehouse"}}
	case "CreateValidationRequest":
		return url.Values{"PhoneNumber": {fmt.Sprintf("+447700901%03d", n)}, "FriendlyName": {fmt.Sprint("phone ", n)}}
	default:
		return nil
	}
	return form
}

// validate asks for three calls and enters their codes, so that there are caller IDs.
func (d *driver) validate(op *contract.Operation) {
	d.Helper()
	path := d.path(op)
	for range 3 {
		sent, body := d.ask(op, path)
		object := d.compare(op, body)
		d.isKept(op, sent, object)
		accepted := d.sim.Phone(fmt.Sprint(object["phone_number"])).ExpectValidationCall().Enter(fmt.Sprint(object["validation_code"]))
		require.True(d, accepted)
	}
	list, err := contract.Load("api_v2010")
	require.NoError(d, err)
	_, body := d.send(list.Operation("ListOutgoingCallerId"), path, nil, "")
	var page struct {
		CallerIDs []struct {
			SID string `json:"sid"`
		} `json:"outgoing_caller_ids"`
	}
	require.NoError(d, json.Unmarshal(body, &page))
	const collection = "/OutgoingCallerIds"
	for _, c := range page.CallerIDs {
		at := "/2010-04-01/Accounts/" + d.sim.AccountSID() + collection
		d.made[at] = append(d.made[at], c.SID)
	}
	d.callAgain(list.Operation("CreateCall"))
}

// callAgain makes a call that goes on: the other ones are over by now.
func (d *driver) callAgain(op *contract.Operation) {
	d.Helper()
	d.create(op)
	at := strings.TrimSuffix(d.path(op), ".json")
	made := d.made[at]
	d.made[at] = append(made[len(made)-1:], made[:len(made)-1]...)
}
