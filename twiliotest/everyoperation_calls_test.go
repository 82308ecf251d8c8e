package twiliotest_test

import (
	"net/url"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// callPartBefore makes the live call, the session or the notification that an operation
// needs. The first of the calls is another one until undo is called.
func (d *driver) callPartBefore(op *contract.Operation) (undo func()) {
	d.Helper()
	calls := "/2010-04-01/Accounts/" + d.sim.AccountSID() + "/Calls"
	usual := d.made[calls]
	switch op.ID {
	case "CreatePayments", "CreateStream", "CreateSiprec", "CreateRealtimeTranscription", "CreateUserDefinedMessage", "CreateUserDefinedMessageSubscription",
		"UpdateCall":
		d.liveCall()
	case "UpdatePayments", "UpdateStream", "UpdateSiprec", "UpdateRealtimeTranscription", "DeleteUserDefinedMessageSubscription":
		d.liveCall()
		spec, err := contract.Load(op.Spec)
		require.NoError(d, err)
		d.create(spec.Operation(strings.NewReplacer("Update", "Create", "Delete", "Create").Replace(op.ID)))
	case "FetchCallNotification", "FetchNotification":
		d.notification()
	case "FetchDialingPermissionsCountry", "ListDialingPermissionsHrsPrefixes":
		d.taken["/v1/DialingPermissions/Countries"] = "GB"
	case "DeleteArchivedCall":
		day := d.sim.Clock.Now().UTC().Format(time.DateOnly)
		d.taken["/v1/Archives"] = day
		d.made["/v1/Archives/"+day+"/Calls"] = []string{d.call("<Response><Hangup/></Response>")}
		d.sim.Clock.Advance(24 * time.Hour)
	}
	if len(d.made[calls]) == len(usual) {
		return func() {}
	}
	return func() { d.made[calls] = usual }
}

// call makes a call and returns its SID.
func (d *driver) call(document string) string {
	d.Helper()
	call, err := d.sim.Client().Calls.Create(d.Context(), twilio.CallCreateParams{To: ada, From: clinic, TwiML: document})
	require.NoError(d, err)
	return call.SID
}

// liveCall makes the first of the calls one that goes on.
func (d *driver) liveCall() {
	d.Helper()
	sid := d.call(`<Response><Pause length="3600"/></Response>`)
	d.sim.Clock.Advance(6 * time.Second)
	calls := "/2010-04-01/Accounts/" + d.sim.AccountSID() + "/Calls"
	d.made[calls] = append([]string{sid}, d.made[calls]...)
}

// notification makes a call whose instructions are wrong.
func (d *driver) notification() {
	d.Helper()
	account := "/2010-04-01/Accounts/" + d.sim.AccountSID()
	sid := d.call("<Response><Shout>Hello</Shout></Response>")
	d.sim.Clock.Advance(10 * time.Second)
	d.made[account+"/Calls"] = append([]string{sid}, d.made[account+"/Calls"]...)
	a := api{d.T, d.sim}
	found, _ := a.must(200, "GET", "api"+account+"/Calls/"+sid+"/Notifications.json", nil)["notifications"].([]any)
	require.NotEmpty(d, found)
	notification, _ := found[0].(map[string]any)
	for _, collection := range []string{account + "/Notifications", account + "/Calls/" + sid + "/Notifications"} {
		d.made[collection] = []string{field(notification, "sid")}
	}
}

// callPartFitting replaces the parameters whose form the published API does not tell.
func callPartFitting(op *contract.Operation, form url.Values) {
	switch op.ID {
	case "CreateUserDefinedMessage":
		form.Set("Content", `{"colour":"blue"}`)
	case "UpdatePayments":
		form.Del("Status")
	case "CreateDialingPermissionsCountryBulkUpdate":
		form.Set("UpdateRequest", `[{"iso_code":"GB","low_risk_numbers_enabled":"true"}]`)
	}
}
