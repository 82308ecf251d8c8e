package numbers_test

import (
	"net/url"
	"testing"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/apitest"
	"github.com/seed15d99369/twilio/numbers"
)

func TestOperations(t *testing.T) {
	t.Parallel()
	apitest.Run(t, apitest.Product{
		Name: "numbers", New: func(c *twilio.Client) any { return numbers.New(c) },
		Files: []string{"api_v2010", "numbers_v1", "numbers_v2", "numbers_v3", "routes_v2"}, Rows: rows,
	})
}

const (
	document = "RD00000000000000000000000000000001"
	bundle   = "BU00000000000000000000000000000001"
)

const (
	setTwice   = "A value that is set twice is set."
	boughtOnce = "A number can be bought once, so that a second purchase is refused; Buy finds out who has bought it."

	startsReview = "A second submission would start a second review."
	calls        = "A status may start a call to the owner, and each call counts as one of three attempts."
	readsOnly    = "A check changes nothing: a second one has the same result."
	inserts      = "Twilio inserts or updates, so that there is one of each."
	ofUploads    = "Files go to a host of their own, which Twilio's files leave out. It is tested in uploads_test.go."
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

	"Bundles.Create":       {Operation: "CreateBundle", Values: map[string]string{"Email": "ada@example.com", "IsoCountry": "DE"}},
	"Bundles.Get":          {Operation: "FetchBundle"},
	"Bundles.List":         {Operation: "ListBundle", Values: map[string]string{"IsoCountry": "DE"}},
	"Bundles.Update":       {Operation: "UpdateBundle", Values: map[string]string{"Email": "ada@example.com"}, Class: twilio.ClassIdempotent, Partial: true, Why: setTwice + " Submit and Reopen set the status."},
	"Bundles.Submit":       {Operation: "UpdateBundle", Fixed: url.Values{"Status": {"pending-review"}}, Partial: true, Class: twilio.ClassCreate, Why: startsReview + " Update has the other parameters."},
	"Bundles.Reopen":       {Operation: "UpdateBundle", Fixed: url.Values{"Status": {"draft"}}, Partial: true, Class: twilio.ClassIdempotent, Why: setTwice + " Update has the other parameters."},
	"Bundles.Delete":       {Operation: "DeleteBundle"},
	"Bundles.Clone":        {Operation: "CreateBundleClone", Proof: "bundle_sid", Why: "The answer names the new bundle by bundle_sid."},
	"Bundles.ReplaceItems": {Operation: "CreateReplaceItems", Class: twilio.ClassIdempotent, Why: "Items that are replaced twice by the same are replaced once."},

	"BundleCopies.Create": {Operation: "CreateBundleCopy"},
	"BundleCopies.List":   {Operation: "ListBundleCopy"},

	"Evaluations.Create": {Operation: "CreateEvaluation"},
	"Evaluations.Get":    {Operation: "FetchEvaluation"},
	"Evaluations.List":   {Operation: "ListEvaluation"},

	"ItemAssignments.Create": {Operation: "CreateItemAssignment"},
	"ItemAssignments.Get":    {Operation: "FetchItemAssignment"},
	"ItemAssignments.List":   {Operation: "ListItemAssignment"},
	"ItemAssignments.Delete": {Operation: "DeleteItemAssignment"},

	"EndUsers.Create": {Operation: "CreateEndUser"},
	"EndUsers.Get":    {Operation: "FetchEndUser"},
	"EndUsers.List":   {Operation: "ListEndUser"},
	"EndUsers.Update": {Operation: "UpdateEndUser", Class: twilio.ClassIdempotent, Why: setTwice},
	"EndUsers.Delete": {Operation: "DeleteEndUser"},

	"EndUserTypes.Get":  {Operation: "FetchEndUserType", IDs: map[string]string{"Sid": "OY00000000000000000000000000000001"}, Why: "The path takes OY, the kind of the types that the answers have."},
	"EndUserTypes.List": {Operation: "ListEndUserType"},

	"Regulations.Get":  {Operation: "FetchRegulation"},
	"Regulations.List": {Operation: "ListRegulation", Values: map[string]string{"IsoCountry": "DE"}},

	"SupportingDocuments.Create": {Operation: "CreateSupportingDocument"},
	"SupportingDocuments.Upload": {Why: ofUploads},
	"SupportingDocuments.Get":    {Operation: "FetchSupportingDocument"},
	"SupportingDocuments.List":   {Operation: "ListSupportingDocument"},
	"SupportingDocuments.Update": {Operation: "UpdateSupportingDocument", Class: twilio.ClassIdempotent, Why: setTwice},
	"SupportingDocuments.Delete": {Operation: "DeleteSupportingDocument"},

	"SupportingDocumentTypes.Get":  {Operation: "FetchSupportingDocumentType", IDs: map[string]string{"Sid": "OY00000000000000000000000000000001"}, Why: "The path takes OY, the kind of the types that the answers have."},
	"SupportingDocumentTypes.List": {Operation: "ListSupportingDocumentType"},

	"HostedNumberOrders.Create":   {Operation: "CreateHostedNumberOrder", Values: map[string]string{"Email": "ada@example.com", "CcEmails": "bob@example.com"}},
	"HostedNumberOrders.CreateV3": {Operation: "CreateHostedNumbersHostedNumberOrder", Values: map[string]string{"email": "ada@example.com", "ccEmails": "bob@example.com"}},
	"HostedNumberOrders.Get":      {Operation: "FetchHostedNumberOrder"},
	"HostedNumberOrders.List":     {Operation: "ListHostedNumberOrder"},
	"HostedNumberOrders.Update":   {Operation: "UpdateHostedNumberOrder", Values: map[string]string{"VerificationCallDelay": "15"}, Class: twilio.ClassCreate, Why: calls},
	"HostedNumberOrders.Verify":   {Operation: "UpdateHostedNumberOrder", Values: map[string]string{"VerificationCallDelay": "15"}, Fixed: url.Values{"Status": {"pending-verification"}}, Class: twilio.ClassCreate, Why: calls},
	"HostedNumberOrders.Cancel":   {Operation: "DeleteHostedNumberOrder"},

	"BulkHostedNumberOrders.Create": {Operation: "CreateBulkHostedNumberOrder", Values: map[string]string{"notification_email": "ada@example.com", "request_items.email": "ada@example.com"}, Proof: "bulk_hosting_sid", Why: "The answer names the request by bulk_hosting_sid."},
	"BulkHostedNumberOrders.Get":    {Operation: "FetchBulkHostedNumberOrder"},

	"AuthorizationDocuments.Create": {Operation: "CreateAuthorizationDocument", Values: map[string]string{"HostedNumberOrderSids": "HR00000000000000000000000000000001", "Email": "ada@example.com", "CcEmails": "bob@example.com"}},
	"AuthorizationDocuments.Get":    {Operation: "FetchAuthorizationDocument"},
	"AuthorizationDocuments.List":   {Operation: "ListAuthorizationDocument"},
	"AuthorizationDocuments.Delete": {Operation: "DeleteAuthorizationDocument"},

	"DependentHostedNumberOrders.List": {Operation: "ListDependentHostedNumberOrder"},

	"Eligibilities.Create": {Operation: "CreateEligibility", Class: twilio.ClassIdempotent, Why: readsOnly},

	"BulkEligibilities.Create": {Operation: "CreateBulkEligibility", Proof: "request_id", Why: "The answer names the check by request_id."},
	"BulkEligibilities.Get":    {Operation: "FetchBulkEligibility"},

	"PortIns.Create": {Operation: "CreatePortingPortIn", Values: map[string]string{
		"losing_carrier_information.authorized_representative_email": "ada@example.com", "losing_carrier_information.address.country": "US",
		"notification_emails": "bob@example.com", "documents": document, "bundle_sid": bundle,
		"losing_carrier_information.address_sid": "AD00000000000000000000000000000001", "target_port_in_time_range_start": "10:15:00-08:00", "target_port_in_time_range_end": "20:00:00Z",
	}, Proof: "port_in_request_sid", Why: "The answer names the request by port_in_request_sid."},
	"PortIns.Get":    {Operation: "FetchPortingPortIn"},
	"PortIns.List":   {Operation: "ListPortInRequests", Values: map[string]string{"CreatedAfter": "2026-04-13", "CreatedBefore": "2026-04-15"}},
	"PortIns.Cancel": {Operation: "DeletePortingPortIn"},

	"PortInPhoneNumbers.Get":    {Operation: "FetchPortingPortInPhoneNumber"},
	"PortInPhoneNumbers.Cancel": {Operation: "DeletePortingPortInPhoneNumber"},

	"Portabilities.Get": {Operation: "FetchPortingPortability"},

	"PortingWebhooks.Set":    {Operation: "CreatePortingWebhookConfiguration", Class: twilio.ClassIdempotent, Why: "The addresses take the place of those before."},
	"PortingWebhooks.Get":    {Operation: "FetchPortingWebhookConfigurationFetch"},
	"PortingWebhooks.Delete": {Operation: "DeletePortingWebhookConfigurationDelete"},

	"PortingDocuments.Upload": {Why: ofUploads},

	"SigningRequestConfigurations.Set":  {Operation: "CreateSigningRequestConfiguration", Values: map[string]string{"country": "US", "logo_sid": document}, Class: twilio.ClassIdempotent, Why: inserts},
	"SigningRequestConfigurations.List": {Operation: "ListSigningRequestConfiguration"},

	"SenderIDRegistrations.Create":        {Operation: "CreateSenderIdRegistration", Values: map[string]string{"statusNotificationEmail": "ada@example.com"}, Proof: "id", Why: "The answer names the registration by id."},
	"SenderIDRegistrations.CreateSession": {Operation: "CreateSenderIdRegistrationEmbeddedSession", Proof: "sessionId", Why: "The answer names the session by sessionId."},

	"ShortCodeApplications.Create": {Operation: "CreateShortCodeApplication", Values: map[string]string{"iso_country": "US", "business_information.customer_facing_profile": bundle}},
	"ShortCodeApplications.Get":    {Operation: "FetchShortCodeApplication"},
	"ShortCodeApplications.List":   {Operation: "ListShortCodeApplications"},

	"NumberRegions.Get":       {Operation: "FetchPhoneNumber"},
	"NumberRegions.Update":    {Operation: "UpdatePhoneNumber", Class: twilio.ClassIdempotent, Why: setTwice},
	"SIPDomainRegions.Get":    {File: "routes_v2", Operation: "FetchSipDomain"},
	"SIPDomainRegions.Update": {File: "routes_v2", Operation: "UpdateSipDomain", Class: twilio.ClassIdempotent, Why: setTwice},
	"TrunkRegions.Get":        {Operation: "FetchTrunks"},
	"TrunkRegions.Update":     {Operation: "UpdateTrunks", Class: twilio.ClassIdempotent, Why: setTwice},
}

// search has values that go together.
var search = map[string]string{"AreaCode": "415", "Contains": "555", "NearLatLong": "37.84,-122.46", "Distance": "30"}

// places exclude each other.
var places = []string{"NearNumber", "NearLatLong"}
