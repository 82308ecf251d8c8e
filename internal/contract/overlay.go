package contract

import (
	"regexp"
	"slices"
	"strings"
)

// addition is a parameter or a property that Twilio has published since the files
// from which the digest is made.
type addition struct {
	spec   string // "api_v2010"
	of     string // the operation of a parameter, or the schema of a property
	in     In     // where a parameter travels; "" for a property
	name   string
	typ    string // "string", and "string[]" for a list of them
	format string
	source string // where it was published, and what is not confirmed
}

// Where the additions were published. Each library is generated from newer files
// than those that are public.
const (
	node   = "https://github.com/twilio/twilio-node, version 6.3.1"
	python = "https://github.com/twilio/twilio-python, version 9.11.0"
	both   = node + "; " + python

	eligibility     = "https://www.twilio.com/docs/phone-numbers/hosted-numbers/hosted-numbers-api/eligibility-resource"
	portingWebhooks = "https://www.twilio.com/docs/phone-numbers/port-in/porting-webhooks"
	signingRequests = "https://www.twilio.com/docs/phone-numbers/port-in; the members are those of the answer"
	bulkHosting     = "https://www.twilio.com/docs/phone-numbers/hosted-numbers; the members are those that public programs send, and are not confirmed"
)

// additions lie over the digest, one row each. A row goes when the digest is made
// anew and has it: a test says which.
var additions = []addition{
	{"accounts_v1", "UpdateAuthTokenPromotion", Form, "SuppressEmailNotification", "boolean", "", both},
	{"accounts_v1", "CreateSecondaryAuthToken", Form, "SuppressEmailNotification", "boolean", "", both},

	{"api_v2010", "CreateMessage", Form, "MessageIntent", "string", "", node}, // what the message is for: otp
	{"api_v2010", "CreateCall", Form, "Passports", "string", "", both},        // STIR/SHAKEN, base64, at most 5, divided by commas
	{"api_v2010", "CreateCall", Form, "RecordingConfigurationId", "string", "", both},
	{"api_v2010", "api.v2010.account.call", "", "stir_verstat", "string", "", node},
	{"api_v2010", "CreateCallRecording", Form, "RecordingConfigurationId", "string", "", both},
	{"api_v2010", "CreateRealtimeTranscription", Form, "TranscriptionConfigurationId", "string", "", both},
	{"api_v2010", "CreateParticipant", Form, "EmergencyAddress", "string", "", both},        // at most 60 characters
	{"api_v2010", "CreateParticipant", Form, "EmergencyCallerLocation", "string", "", both}, // of which 20 characters are used
	{"api_v2010", "CreateParticipant", Form, "EmergencyCallerPosition", "string", "", both}, // latitude, blank, longitude
	{"api_v2010", "CreateParticipant", Form, "EmergencyCity", "string", "", both},
	{"api_v2010", "CreateParticipant", Form, "EmergencyCountry", "string", "", both}, // US or CA
	{"api_v2010", "CreateParticipant", Form, "EmergencyName", "string", "", both},    // at most 20 characters
	{"api_v2010", "CreateParticipant", Form, "EmergencyState", "string", "", both},   // at most 20 characters
	{"api_v2010", "CreateParticipant", Form, "EmergencyZipCode", "string", "", both}, // at most 20 characters
	{"api_v2010", "CreateParticipant", Form, "Passports", "string", "", both},
	{"api_v2010", "CreateParticipant", Form, "RecordingConfigurationId", "string", "", both},

	{"content_v1", "CreateApprovalCreate", JSON, "allow_category_change", "boolean", "", "https://www.twilio.com/docs/content/content-api-resources"},
	{"content_v1", "CreateApprovalCreate", JSON, "bid_amount", "any", "", node + "; the type is not confirmed"},
	{"content_v1", "CreateApprovalCreate", JSON, "send_ttl_seconds", "any", "", node + "; the type is not confirmed"},

	{"content_v1", "CreateContent", JSON, "types.twilio/card.body", "string", "", "https://www.twilio.com/docs/content/twiliocard"},
	{"content_v1", "UpdateContent", JSON, "types.twilio/card.body", "string", "", "https://www.twilio.com/docs/content/twiliocard"},

	{"iam_v1", "iam.v1.account.VendorOauthAppCreateUpdateResponse", "", "creator_sid", "string", "", node},

	{"insights_v1", "insights.v1.call.summary", "", "agent_session_summaries", "object", "", node + "; of one call, in lists it is not confirmed"},
	{"insights_v1", "insights.v1.call.event", "", "conversation_relay_data", "object", "", node},

	{"messaging_v2", "messaging.v2.channels_sender_response", "", "display_name_status", "string", "", node},
	{"messaging_v2", "messaging.v2.channels_sender_response", "", "pending_display_name", "string", "", node},
	{"messaging_v2", "messaging.v2.channels_sender_response", "", "pending_display_name_status", "string", "", node},
	{"messaging_v2", "messaging.v2.channels_sender_response", "", "pending_display_name_status_date", "string", "date-time", node},
	{"messaging_v2", "messaging.v2.channels_sender_response", "", "friendly_name", "string", "", node},
	{"messaging_v2", "messaging.v2.channels_sender_response", "", "profile.use_case", "string", "", node}, // of RCS
	{"messaging_v2", "CreateChannelsSender", JSON, "friendly_name", "string", "", node},
	{"messaging_v2", "CreateChannelsSender", JSON, "profile.use_case", "string", "", node},
	{"messaging_v2", "UpdateChannelsSender", JSON, "friendly_name", "string", "", node},
	{"messaging_v2", "UpdateChannelsSender", JSON, "profile.use_case", "string", "", node},

	// Bodies of which the files say no more than that they are objects.
	{"numbers_v1", "CreateEligibility", JSON, "friendly_name", "string", "", eligibility},
	{"numbers_v1", "CreateEligibility", JSON, "phone_numbers", "object[]", "", eligibility}, // exactly one
	{"numbers_v1", "CreateEligibility", JSON, "phone_numbers.hosting_account_sid", "string", "", eligibility},
	{"numbers_v1", "CreateEligibility", JSON, "phone_numbers.phone_number", "string", "", eligibility},
	{"numbers_v1", "CreateBulkEligibility", JSON, "friendly_name", "string", "", eligibility},
	{"numbers_v1", "CreateBulkEligibility", JSON, "phone_numbers", "object[]", "", eligibility}, // 1 to 1,000
	{"numbers_v1", "CreateBulkEligibility", JSON, "phone_numbers.hosting_account_sid", "string", "", eligibility},
	{"numbers_v1", "CreateBulkEligibility", JSON, "phone_numbers.phone_number", "string", "", eligibility},
	{"numbers_v1", "CreatePortingWebhookConfiguration", JSON, "notifications_of", "string[]", "", portingWebhooks},
	{"numbers_v1", "CreatePortingWebhookConfiguration", JSON, "port_in_target_url", "string", "uri", portingWebhooks},
	{"numbers_v1", "CreatePortingWebhookConfiguration", JSON, "port_out_target_url", "string", "uri", portingWebhooks},
	{"numbers_v1", "CreateSigningRequestConfiguration", JSON, "country", "string", "iso-country-code", signingRequests},
	{"numbers_v1", "CreateSigningRequestConfiguration", JSON, "email_message", "string", "", signingRequests},
	{"numbers_v1", "CreateSigningRequestConfiguration", JSON, "email_subject", "string", "", signingRequests},
	{"numbers_v1", "CreateSigningRequestConfiguration", JSON, "friendly_name", "string", "", signingRequests},
	{"numbers_v1", "CreateSigningRequestConfiguration", JSON, "logo_sid", "string", "", signingRequests},
	{"numbers_v1", "CreateSigningRequestConfiguration", JSON, "product", "string", "", signingRequests},
	{"numbers_v1", "CreateSigningRequestConfiguration", JSON, "url_redirection", "string", "uri", signingRequests},
	{"numbers_v2", "CreateBulkHostedNumberOrder", JSON, "friendly_name", "string", "", bulkHosting},
	{"numbers_v2", "CreateBulkHostedNumberOrder", JSON, "notification_email", "string", "", bulkHosting},
	{"numbers_v2", "CreateBulkHostedNumberOrder", JSON, "request_items", "object[]", "", bulkHosting}, // one for each owner
	{"numbers_v2", "CreateBulkHostedNumberOrder", JSON, "request_items.address_sid", "string", "", bulkHosting},
	{"numbers_v2", "CreateBulkHostedNumberOrder", JSON, "request_items.contact_phone_number", "string", "", bulkHosting},
	{"numbers_v2", "CreateBulkHostedNumberOrder", JSON, "request_items.contact_title", "string", "", bulkHosting},
	{"numbers_v2", "CreateBulkHostedNumberOrder", JSON, "request_items.email", "string", "", bulkHosting},
	{"numbers_v2", "CreateBulkHostedNumberOrder", JSON, "request_items.numbers", "object[]", "", bulkHosting},
	{"numbers_v2", "CreateBulkHostedNumberOrder", JSON, "request_items.numbers.phone_number", "string", "", bulkHosting},
	{"numbers_v2", "CreateBulkHostedNumberOrder", JSON, "request_items.numbers.status_callback_url", "string", "", bulkHosting},

	{"oauth_v2", "FetchOauth2Authorize", Query, "code_challenge", "string", "", node},
	{"oauth_v2", "FetchOauth2Authorize", Query, "code_challenge_method", "string", "", node},

	{"studio_v2", "CreateFlow", Form, "AuthorSid", "string", "", python},
	{"studio_v2", "UpdateFlow", Form, "AuthorSid", "string", "", python},
}

// correction is a pattern that Twilio's files have wrong.
type correction struct {
	spec, operation, name string // of a parameter, or of a property of the operation's schema
	pattern               string // the right one
	reason                string
}

// corrections lie over the digest. A row goes when the digest is made anew and has the
// right pattern: a test says which.
var corrections = []correction{
	{"numbers_v2", "CreateShortCodeApplication", "sid", "^WF[0-9a-fA-F]{32}$", "the answer has no pattern, and the path of the application takes WF alone"},
	{"numbers_v2", "FetchShortCodeApplication", "sid", "^WF[0-9a-fA-F]{32}$", "the path takes WF alone, and AP is the kind of an application for calls"},
	{"monitor_v1", "ListEvent", "ActorSid", "^(AC|US)[0-9a-fA-F]{32}$", "the actor of a request to the API is an account, as the property says: https://www.twilio.com/docs/usage/monitor-events"},
	{"monitor_v1", "ListEvent", "actor_sid", "^(AC|US)[0-9a-fA-F]{32}$", "the actor of a request to the API is an account: https://www.twilio.com/docs/usage/monitor-events"},
	{"monitor_v2", "FetchAlarm", "Sid", "^AK[0-9a-fA-F]{32}$", "the path has no pattern, and the answer to a create has AK"},
	{"monitor_v2", "UpdateAlarm", "Sid", "^AK[0-9a-fA-F]{32}$", "the path has no pattern, and the answer to a create has AK"},
	{"monitor_v2", "UpdateAlarmStatus", "Sid", "^AK[0-9a-fA-F]{32}$", "the path has no pattern, and the answer to a create has AK"},
	{"monitor_v2", "DeleteAlarm", "Sid", "^AK[0-9a-fA-F]{32}$", "the path has no pattern, and the answer to a create has AK"},
	{"monitor_v2", "FetchAlarm", "alertConfigSid", "^AK[0-9a-fA-F]{32}$", "the property has no pattern, and the answer to a create has AK"},
	{"intelligence_v2", "FetchOperatorAttachments", "ServiceSid", "^GA[0-9a-fA-F]{32}$", "LY is the kind of an operator; every other operation has GA for a service"},
}

// correct puts the right patterns in place of the wrong ones.
func (s *Spec) correct(rows []correction) {
	for _, row := range rows {
		op := s.Operation(row.operation)
		if row.spec != s.Name || op == nil {
			continue
		}
		for i := range op.Params {
			if p := &op.Params[i]; p.Name == row.name {
				p.Pattern, p.pattern = row.pattern, regexp.MustCompile(row.pattern)
			}
		}
		if p := op.Property(row.name); p != nil { // which all operations of the schema share
			p.Pattern = row.pattern
		}
	}
}

// appliesTo says whether the row speaks of an operation.
func (a addition) appliesTo(op *Operation) bool {
	if a.in == "" {
		return a.spec == op.Spec && a.of == op.Schema
	}
	return a.spec == op.Spec && a.of == op.ID
}

// isIn says whether an operation has what the row adds.
func (a addition) isIn(op *Operation) bool {
	if a.in == "" {
		return op.Property(a.name) != nil
	}
	return slices.ContainsFunc(op.Params, func(p Param) bool { return p.Name == a.name })
}

// overlay adds the rows to the operations of a digest.
func (s *Spec) overlay(rows []addition) {
	for i := range s.Operations {
		op := &s.Operations[i]
		for _, row := range rows {
			if row.appliesTo(op) && !row.isIn(op) {
				row.addTo(op)
			}
		}
	}
}

// element is the type of one value, and whether there is a list of them.
func (a addition) element() (typ string, isList bool) { return strings.CutSuffix(a.typ, "[]") }

// addTo keeps parameters and properties in the order in which the digest has them.
// Operations of one schema share their properties, so that those are copied.
func (a addition) addTo(op *Operation) {
	typ, isList := a.element()
	if a.in == "" {
		op.Properties = append(slices.Clip(op.Properties), Property{Path: a.name, Type: typ, Format: a.format, Array: isList, Nullable: true})
		slices.SortFunc(op.Properties, func(p, q Property) int { return strings.Compare(p.Path, q.Path) })
		return
	}
	at := slices.IndexFunc(op.Params, func(p Param) bool { return p.In == a.in && p.Name > a.name })
	if at < 0 {
		at = len(op.Params)
	}
	op.Params = slices.Insert(op.Params, at, Param{Name: a.name, In: a.in, Type: typ, Format: a.format, Array: isList})
	if a.in == Form && op.BodyType == "" {
		op.BodyType = FormBody
	}
}
