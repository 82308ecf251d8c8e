package twilio

// The account of the tests, its credentials and its resources.
const (
	testAccount    = "AC00000000000000000000000000000001"
	testSubaccount = "AC00000000000000000000000000000002"
	testToken      = "c0ffeec0ffeec0ffeec0ffeec0ffeec0" // also the secret of testKey

	testKey          = "SK00000000000000000000000000000001"
	testClientID     = "OQ00000000000000000000000000000001"
	testClientSecret = "client-secret_0123456789abcdef"

	testMessage = "SM00000000000000000000000000000001"
	testCall    = "CA00000000000000000000000000000001"
	testMedia   = "ME00000000000000000000000000000001"

	testAPI  = "https://api.twilio.com/2010-04-01/Accounts/" + testAccount
	formType = "application/x-www-form-urlencoded"
)

// Bodies of answers.
const (
	messageJSON = `{"sid":"` + testMessage + `","status":"queued","to":"+14155551234"}`
	callAnswer  = `{"sid":"` + testCall + `"}`
	feedbackSID = `{"message_sid":"` + testMessage + `"}`
	emptyList   = `{"messages":[],"media_list":[],"calls":[],"next_page_uri":null}`
	noCodeJSON  = `{"message":"no code"}`
)
