package contract

import "slices"

// Kind is how our client and Twilio's files differ.
type Kind string

// The kinds of exceptions.
const (
	ParamNotModelled     Kind = "parameter not modelled"     // theirs, but not ours
	PropertyNotModelled  Kind = "property not modelled"      // theirs, but not ours
	ParamUndocumented    Kind = "parameter not in the files" // ours, but not theirs
	PropertyUndocumented Kind = "property not in the files"  // ours, but not theirs
	TypeDiffers          Kind = "type differs"               // of a parameter or a property
	RuleDiffers          Kind = "rule differs"               // of a parameter: required or not, the kinds of its SID, an address
	NoNextLink           Kind = "list without a next link"   // so that it cannot be paged as others are
)

// Any as an exception's Spec or Operation, stands for all of them.
const Any = "*"

// Exception is one known and accepted difference from Twilio's files.
type Exception struct {
	Kind      Kind
	Spec      string // "api_v2010", or Any
	Operation string // "CreateMessage", or Any
	Name      string // of the parameter, the property, or the list's key
	Reason    string
}

// oneRecording is why recordings have properties that not every list of them shows.
const oneRecording = "one type of a recording serves for the lists of an account, a call and a conference, and the documentation has one table: https://www.twilio.com/docs/voice/api/recording"

// exceptions, by kind. Add one only with a reason that convinces somebody who
// has Twilio's documentation open.
var exceptions = []Exception{
	{NoNextLink, "api_v2010", "ListAvailablePhoneNumberCountry", "countries", "all countries come at once"},
	{NoNextLink, "iam_organizations", "ListOrganizationUsers", "Resources", "all users that match the filter come at once; totalResults counts them"},
	{NoNextLink, "numbers_v1", "ListPortInRequests", "port_in_requests", "the next page is asked for by the token in meta.next_token"},
	{NoNextLink, "numbers_v2", "ListShortCodeApplications", "results", "pages are asked for by number, up to total_pages"},

	{TypeDiffers, "api_v2010", "CreateCall", "AsyncAmd", "text in the files, but only true and false are taken: https://www.twilio.com/docs/voice/answering-machine-detection"},

	{TypeDiffers, "api_v2010", Any, "as_of", "text in the files, but always a time: https://www.twilio.com/docs/usage/api/usage-record"},

	{RuleDiffers, "api_v2010", "UpdateSipCredential", "Password", "optional in the files, but there is nothing to change without a password: https://www.twilio.com/docs/voice/sip/api/sip-credential-resource"},
	{RuleDiffers, "messaging_v1", "FetchDeactivation", "Date", "optional in the files, but a request without a day is refused: https://www.twilio.com/docs/messaging/api/deactivations-resource"},
	{RuleDiffers, "accounts_v1", "FetchSafelist", "PhoneNumber", "optional in the files, but there is nothing to fetch without a number: https://www.twilio.com/docs/usage/global-safe-list"},
	{RuleDiffers, "accounts_v1", "DeleteSafelist", "PhoneNumber", "optional in the files, but there is nothing to remove without a number: https://www.twilio.com/docs/usage/global-safe-list"},
	{ParamNotModelled, "api_v2010", "ListAvailablePhoneNumberCountry", "PageSize", "all countries come at once"},
	{TypeDiffers, "api_v2010", "CreateIncomingPhoneNumber", "AreaCode", "text in the files, but three digits, and a number where numbers are searched"},
	{PropertyUndocumented, "api_v2010", "CreateIncomingPhoneNumberLocal", "type", "one type of a number serves for all kinds; where one kind is asked for the answer does not repeat it"},
	{PropertyUndocumented, "api_v2010", "ListIncomingPhoneNumberLocal", "type", "one type of a number serves for all kinds; where one kind is asked for the answer does not repeat it"},
	{PropertyUndocumented, "api_v2010", "CreateIncomingPhoneNumberMobile", "type", "one type of a number serves for all kinds; where one kind is asked for the answer does not repeat it"},
	{PropertyUndocumented, "api_v2010", "ListIncomingPhoneNumberMobile", "type", "one type of a number serves for all kinds; where one kind is asked for the answer does not repeat it"},
	{PropertyUndocumented, "api_v2010", "CreateIncomingPhoneNumberTollFree", "type", "one type of a number serves for all kinds; where one kind is asked for the answer does not repeat it"},
	{PropertyUndocumented, "api_v2010", "ListIncomingPhoneNumberTollFree", "type", "one type of a number serves for all kinds; where one kind is asked for the answer does not repeat it"},

	{PropertyUndocumented, "api_v2010", Any, "track", oneRecording},
	{PropertyUndocumented, "api_v2010", Any, "media_url", oneRecording},
	{PropertyUndocumented, "api_v2010", "CreateCallRecording", "subresource_uris", oneRecording},
	{PropertyUndocumented, "api_v2010", "FetchCallRecording", "subresource_uris", oneRecording},
	{PropertyUndocumented, "api_v2010", "ListCallRecording", "subresource_uris", oneRecording},
	{PropertyUndocumented, "api_v2010", "UpdateCallRecording", "subresource_uris", oneRecording},
	{PropertyUndocumented, "api_v2010", "FetchConferenceRecording", "subresource_uris", oneRecording},
	{PropertyUndocumented, "api_v2010", "ListConferenceRecording", "subresource_uris", oneRecording},
	{PropertyUndocumented, "api_v2010", "UpdateConferenceRecording", "subresource_uris", oneRecording},

	{RuleDiffers, "oauth_v2", "CreateOauth2Token", "client_id", "optional in the files, but a token is for an app: https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token"},
	{RuleDiffers, "oauth_v2", "CreateOauth2Token", "grant_type", "optional in the files, but required by the page: https://www.twilio.com/docs/iam/oauth-apps/oauth-access-token"},
	{RuleDiffers, "iam_v1", "CreateNewKey", "AccountSid", "required in the files, and the account of the client where nobody names another"},
	{RuleDiffers, "iam_v1", "ListGetKeys", "AccountSid", "required in the files, and the account of the client where nobody names another"},

	{ParamNotModelled, "content_v1", "CreateApprovalCreate", "bid_amount", "its type is not confirmed, so that it goes through Extra"},
	{ParamNotModelled, "content_v1", "CreateApprovalCreate", "send_ttl_seconds", "its type is not confirmed, so that it goes through Extra"},

	{PropertyUndocumented, "video_v1", "FetchRecording", "room_sid", "one type of a recording serves for those of a room, too; those of the account name the room in grouping_sids"},
	{PropertyUndocumented, "video_v1", "ListRecording", "room_sid", "one type of a recording serves for those of a room, too; those of the account name the room in grouping_sids"},
	{PropertyUndocumented, "video_v1", "FetchRoomRecording", "status_callback", "one type of a recording serves for those of the account, too; those of a room do not repeat the room's callback"},
	{PropertyUndocumented, "video_v1", "ListRoomRecording", "status_callback", "one type of a recording serves for those of the account, too; those of a room do not repeat the room's callback"},
	{PropertyUndocumented, "video_v1", "FetchRoomRecording", "status_callback_method", "one type of a recording serves for those of the account, too; those of a room do not repeat the room's callback"},
	{PropertyUndocumented, "video_v1", "ListRoomRecording", "status_callback_method", "one type of a recording serves for those of the account, too; those of a room do not repeat the room's callback"},
	{PropertyUndocumented, "video_v1", "UpdateRoomParticipantAnonymize", "links", "one type of a participant serves for all operations"},
	{RuleDiffers, "video_v1", "UpdateRoomParticipant", "Status", "optional in the files, but the status is all that an update can set: https://www.twilio.com/docs/video/api/participants"},
	{RuleDiffers, "video_v1", "UpdateRoomParticipantSubscribeRule", "Rules", "optional in the files, but the rules are all that an update can set: https://www.twilio.com/docs/video/api/track-subscriptions"},
	{RuleDiffers, "video_v1", "UpdateRoomRecordingRule", "Rules", "optional in the files, but the rules are all that an update can set: https://www.twilio.com/docs/video/api/recording-rules"},

	{ParamNotModelled, "lookups_v1", "FetchPhoneNumber", "AddOnsData", "a whole family of names, AddOns.name.parameter, which go through Extra"},
	{ParamNotModelled, Any, Any, "Page", "Twilio's next link carries it, and so do our cursors"},
	{ParamNotModelled, Any, Any, "PageToken", "Twilio's next link carries it, and so do our cursors"},
}

// Exceptions returns all known differences.
func Exceptions() []Exception { return slices.Clone(exceptions) }

// covers says whether the exception speaks of this difference.
func (e Exception) covers(kind Kind, op *Operation, name string) bool {
	return e.Kind == kind && e.Name == name && e.appliesTo(op)
}

func (e Exception) appliesTo(op *Operation) bool {
	return (e.Spec == Any || e.Spec == op.Spec) && (e.Operation == Any || e.Operation == op.ID)
}

// bornOut says whether Twilio's files are as the exception has them.
func (e Exception) bornOut(op *Operation) bool {
	isParam := slices.ContainsFunc(op.Params, func(p Param) bool { return p.Name == e.Name })
	isProperty := op.Property(e.Name) != nil
	switch e.Kind {
	case ParamNotModelled:
		return isParam
	case PropertyNotModelled:
		return isProperty
	case ParamUndocumented:
		return !isParam
	case PropertyUndocumented:
		return !isProperty
	case TypeDiffers:
		return isParam || isProperty
	case RuleDiffers:
		return isParam
	case NoNextLink:
		return op.ListKey == e.Name && op.Paging == PagingNone
	default:
		return false
	}
}

// StaleExceptions returns those that Twilio's files no longer bear out: the
// operation is gone, or what was undocumented is documented by now. Whether
// the client still needs the others is for a [Ledger] to find. It fails as
// [Load] does.
func StaleExceptions() ([]Exception, error) {
	live := make([]bool, len(exceptions))
	for _, name := range Names() {
		spec, err := Load(name)
		if err != nil {
			return nil, err
		}
		for i, e := range exceptions {
			live[i] = live[i] || slices.ContainsFunc(spec.Operations, func(op Operation) bool {
				return e.appliesTo(&op) && e.bornOut(&op)
			})
		}
	}
	var stale []Exception
	for i, e := range exceptions {
		if !live[i] {
			stale = append(stale, e)
		}
	}
	return stale, nil
}

func isExcepted(kind Kind, op *Operation, name string) bool {
	return slices.ContainsFunc(exceptions, func(e Exception) bool { return e.covers(kind, op, name) })
}

// Ledger looks exceptions up and remembers which were needed, so that a test
// can find the ones that are not any more. Its zero value is ready; it is for
// one goroutine.
type Ledger struct {
	used map[int]bool
}

// Reason returns why a difference is accepted; not ok if it is not.
func (l *Ledger) Reason(kind Kind, op *Operation, name string) (reason string, ok bool) {
	for i, e := range exceptions {
		if !e.covers(kind, op, name) {
			continue
		}
		if l.used == nil {
			l.used = map[int]bool{}
		}
		l.used[i] = true
		if !ok {
			reason, ok = e.Reason, true
		}
	}
	return reason, ok
}

// Unused returns the exceptions of the given kinds that Reason was never asked for.
func (l *Ledger) Unused(kinds ...Kind) []Exception {
	var unused []Exception
	for i, e := range exceptions {
		if !l.used[i] && slices.Contains(kinds, e.Kind) {
			unused = append(unused, e)
		}
	}
	return unused
}
