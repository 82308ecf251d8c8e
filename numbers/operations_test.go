package numbers_test

import (
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/numbers"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "numbers", New: func(c *twilio.Client) any { return numbers.New(c) },
		Files: []string{"api_v2010"}, Rows: rows, Constants: constants,
	})
}

const (
	setTwice   = "A value that is set twice is set."
	boughtOnce = "A number can be bought once, so that a second purchase is refused; Buy finds out who has bought it."
)

var rows = apitest.Rows{
	"Available.Countries.Get":         {Operation: "FetchAvailablePhoneNumberCountry"},
	"Available.Countries.List":        {Operation: "ListAvailablePhoneNumberCountry"},
	"Available.Local.List":            {Operation: "ListAvailablePhoneNumberLocal", Values: search, Apart: places},
	"Available.Mobile.List":           {Operation: "ListAvailablePhoneNumberMobile", Values: search, Apart: places},
	"Available.TollFree.List":         {Operation: "ListAvailablePhoneNumberTollFree", Values: search, Apart: places},
	"Available.National.List":         {Operation: "ListAvailablePhoneNumberNational", Values: search, Apart: places},
	"Available.VoIP.List":             {Operation: "ListAvailablePhoneNumberVoip", Values: search, Apart: places},
	"Available.SharedCost.List":       {Operation: "ListAvailablePhoneNumberSharedCost", Values: search, Apart: places},
	"Available.MachineToMachine.List": {Operation: "ListAvailablePhoneNumberMachineToMachine", Values: search, Apart: places},

	"Incoming.Buy":           {Operation: "CreateIncomingPhoneNumber", Partial: true, Repeated: true, Why: boughtOnce + " BuyInAreaCode has AreaCode."},
	"Incoming.BuyInAreaCode": {Operation: "CreateIncomingPhoneNumber", Partial: true, Values: search, Why: "Twilio chooses the number: Buy has PhoneNumber."},
	"Incoming.Get":           {Operation: "FetchIncomingPhoneNumber"},
	"Incoming.List":          {Operation: "ListIncomingPhoneNumber"},
	"Incoming.Update":        {Operation: "UpdateIncomingPhoneNumber", Partial: true, Class: twilio.ClassIdempotent, Why: setTwice + " Transfer has AccountSid."},
	"Incoming.Transfer":      {Operation: "UpdateIncomingPhoneNumber", Partial: true, Class: twilio.ClassIdempotent, Why: "The number is in the other account, however often it is asked for. Update has the settings."},
	"Incoming.Release":       {Operation: "DeleteIncomingPhoneNumber"},
	"Incoming.Reconcile":     {Why: "It reads the list of numbers, and is tested in reconcile_test.go."},
	"Incoming.NewRecord":     {Why: "It sends nothing."},
	"Incoming.Local.Buy":     {Operation: "CreateIncomingPhoneNumberLocal", Repeated: true, Why: boughtOnce},
	"Incoming.Local.List":    {Operation: "ListIncomingPhoneNumberLocal"},
	"Incoming.Mobile.Buy":    {Operation: "CreateIncomingPhoneNumberMobile", Repeated: true, Why: boughtOnce},
	"Incoming.Mobile.List":   {Operation: "ListIncomingPhoneNumberMobile"},
	"Incoming.TollFree.Buy":  {Operation: "CreateIncomingPhoneNumberTollFree", Repeated: true, Why: boughtOnce},
	"Incoming.TollFree.List": {Operation: "ListIncomingPhoneNumberTollFree"},

	"AddOns.Create":        {Operation: "CreateIncomingPhoneNumberAssignedAddOn"},
	"AddOns.Get":           {Operation: "FetchIncomingPhoneNumberAssignedAddOn"},
	"AddOns.List":          {Operation: "ListIncomingPhoneNumberAssignedAddOn"},
	"AddOns.Delete":        {Operation: "DeleteIncomingPhoneNumberAssignedAddOn"},
	"AddOnExtensions.Get":  {Operation: "FetchIncomingPhoneNumberAssignedAddOnExtension"},
	"AddOnExtensions.List": {Operation: "ListIncomingPhoneNumberAssignedAddOnExtension"},

	"CallerIDs.Validate": {Operation: "CreateValidationRequest", Proof: "call_sid"},
	"CallerIDs.Get":      {Operation: "FetchOutgoingCallerId"},
	"CallerIDs.List":     {Operation: "ListOutgoingCallerId"},
	"CallerIDs.Update":   {Operation: "UpdateOutgoingCallerId", Class: twilio.ClassIdempotent, Why: setTwice},
	"CallerIDs.Delete":   {Operation: "DeleteOutgoingCallerId"},

	"Addresses.Create":      {Operation: "CreateAddress"},
	"Addresses.Get":         {Operation: "FetchAddress"},
	"Addresses.List":        {Operation: "ListAddress"},
	"Addresses.Update":      {Operation: "UpdateAddress", Class: twilio.ClassIdempotent, Why: setTwice},
	"Addresses.Delete":      {Operation: "DeleteAddress"},
	"DependentNumbers.List": {Operation: "ListDependentPhoneNumber"},
}

// search has values that go together.
var search = map[string]string{"AreaCode": "415", "Contains": "555", "NearLatLong": "37.84,-122.46", "Distance": "30"}

// places exclude each other.
var places = []string{"NearNumber", "NearLatLong"}

// constants are in Twilio's documentation and in no enum of its files.
var constants = []apitest.Constant{}
