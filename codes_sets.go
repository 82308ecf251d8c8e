package twilio

import "slices"

// sentinel stands for a set of codes: whole categories, and codes by themselves.
type sentinel struct {
	text       string
	categories []Category
	codes      []ErrorCode
}

func (s *sentinel) Error() string { return "twilio: " + s.text }

func (s *sentinel) holds(c ErrorCode) bool {
	category := c.Category()
	return category != "" && slices.Contains(s.categories, category) || slices.Contains(s.codes, c)
}

// The sets of codes behind the errors for errors.Is. They stand here, so that the
// documentation of those errors does not print them.
var (
	errAuthentication = &sentinel{text: "authentication failed", categories: []Category{CategoryAuth, CategoryToken}}
	errPermission     = &sentinel{
		text: "not permitted", categories: []Category{CategoryPermission, CategoryGeo}, codes: []ErrorCode{
			10005, CodeActionDisabled, CodeAccountSuspended, 22300, CodeMessagingDisabled, 32005, 60699,
		},
	}
	errGeoPermission = &sentinel{text: "country not enabled", categories: []Category{CategoryGeo}}
	errNotFound      = &sentinel{text: "not found", categories: []Category{CategoryNotFound}}
	errInvalidNumber = &sentinel{text: "invalid number", categories: []Category{CategoryInvalidNumber}}
	errUnreachable   = &sentinel{text: "unreachable", categories: []Category{CategoryUnreachable}}
	errOptedOut      = &sentinel{text: "recipient has opted out", categories: []Category{CategoryOptOut}}
	errFiltered      = &sentinel{text: "filtered", categories: []Category{CategoryFilter}}
	errUnregistered  = &sentinel{text: "sender is not registered", codes: []ErrorCode{
		CodeA2PBrandNotRegistered, CodeSenderNotProvisioned, CodeTollFreeNotVerified, CodeA2PCampaignSuspended, CodeUnregisteredSender,
		CodeA2PNumberPending, CodeSenderIDNotRegistered, CodeUnregisteredSenderUK, 30125, 30126,
	}}
	errTemplateRequired = &sentinel{text: "approved template required", codes: []ErrorCode{
		CodeOutsideWindow, CodeTemplateMissing, CodeTemplateRejected, CodeTemplatePaused, CodeTemplateDisabled, CodeTemplateUnavailable,
	}}
	errInsufficientFunds = &sentinel{
		text: "insufficient funds", categories: []Category{CategoryFunds}, codes: []ErrorCode{CodeAccountDisabled, 10003, CodeAccountNotActive, 90010},
	}
	errRateLimited = &sentinel{text: "rate limited", categories: []Category{CategoryRateLimit, CategoryVerifyLimit}}
	errQueueFull   = &sentinel{text: "queue is full", codes: []ErrorCode{
		14207, CodeSenderQueueFull, CodeCallQueueTimeout, CodeCallQueueFull, CodeQueueOverflow, CodeValidityPeriodExpired,
	}}
	errContent = &sentinel{
		text: "content cannot be sent", categories: []Category{CategoryMedia, CategoryTemplate},
		codes: []ErrorCode{14103, CodeBodyMissing, 21605, CodeBodyTooLong, CodeContentMissing, 21652, 60247, 63006},
	}
	errInvalidTwiML = &sentinel{text: "invalid TwiML", categories: []Category{CategoryTwiML}}
	errTrial        = &sentinel{text: "not on a trial account", categories: []Category{CategoryTrial}}
	errServer       = &sentinel{text: "server error", categories: []Category{CategoryServer}}
)
