package twiliotest

import (
	"slices"
	"strings"
	"unicode"

	"github.com/seed15d99369/twilio/internal/contract"
)

// permissionsOf names the permissions of those resources whose names do not follow from
// their addresses. Each row replaces what an address begins with: the host, and the parts
// of the path without its version, the account and all SIDs.
// https://www.twilio.com/docs/iam/api-keys/restricted-api-keys#permissions-available-with-restricted-api-keys
var permissionsOf = [...]struct{ address, permission string }{
	{"api/messages", "messaging/messages"},
	{"api/sms.short-codes", "messaging/short-codes"},
	{"api/incoming-phone-numbers.local", "phone-numbers/active-numbers"},
	{"api/incoming-phone-numbers.mobile", "phone-numbers/active-numbers"},
	{"api/incoming-phone-numbers.toll-free", "phone-numbers/active-numbers"},
	{"api/incoming-phone-numbers", "phone-numbers/active-numbers"},
	{"api/addresses", "phone-numbers/address-service"},
	{"api/accounts", "iam/accounts"},
	{"api/keys", "iam/api-keys"},
	{"api/signing-keys", "iam/api-keys"},
	{"api/applications", "iam/applications"},
	{"api/connect-apps", "iam/connect-apps"},
	{"api/authorized-connect-apps", "iam/authorized-connect-apps"},
	{"api/balance", "billing/balance"},
	{"api/sip.ip-access-control-lists", "voice/sip.ip-acls"},
	{"api/sip", "voice/sip"},
	{"api/", "voice/"},
	{"voice/byoc-trunks", "voice/sip.byoc-trunks"},
	{"voice/connection-policies", "voice/sip.connection-policies"},
	{"voice/ip-records", "voice/sip.ip-records"},
	{"voice/source-ip-mappings", "voice/sip.source-ip-mappings"},
	{"trunking/", "voice/sip."},
	{"intelligence/", "voice/intelligence."},
	{"insights/", "voice/insights."},
	{"numbers/regulatory-compliance.bundles.evaluations", "phone-numbers/regulatory-compliance.evaluations"},
	{"numbers/", "phone-numbers/"},
	{"lookups/", "lookup/"},
	{"content/content", "messaging/content-templates"},
	{"messaging/channels.senders", "messaging/whatsapp-senders"},
	{"messaging/services.compliance.usa2p.usecases", "messaging/services.usa2p-usecase"},
	{"messaging/services.compliance.usa2p", "messaging/services.usa2p-campaign"},
	{"verify/services.verifications", "verify/verification"},
	{"verify/services.verification-check", "verify/verification-check"},
	{"verify/services.access-tokens", "verify/access-token"},
	{"verify/services.entities", "verify/entity"},
	{"verify/attempts.summary", "verify/verification-attempts-summary"},
	{"verify/attempts", "verify/verification-attempt"},
	{"verify/safe-list.numbers", "verify/safelist"},
	{"events/types", "event-streams/event-type"},
	{"events/", "event-streams/"},
	{"flex-api/", "flex/"},
	{"accounts/", "iam/"},
	{"iam/keys", "iam/api-keys"},
	{"iam/account.o-auth-apps", "iam/account-oauth-apps"},
	{"pricing/", "messaging/pricing."},
}

// mediaFile is the permission for the file of a medium, which has no operation.
const mediaFile = "/twilio/messaging/messages.media/read"

// permissionFor returns the permission that an operation takes, such as
// /twilio/voice/calls/create.
func permissionFor(op *contract.Operation) string {
	if op == nil {
		return mediaFile
	}
	address := op.Host + "/" + strings.Join(resourcesIn(op), ".")
	switch {
	case strings.HasPrefix(address, "api/usage"):
		return "/twilio/billing/usage/read"
	case strings.HasPrefix(address, "api/available-phone-numbers"):
		return "/twilio/phone-numbers/available-numbers/list"
	}
	for _, row := range permissionsOf {
		if rest, found := strings.CutPrefix(address, row.address); found && isWhole(row.address, rest) {
			address = row.permission + rest
			break
		}
	}
	return "/twilio/" + address + "/" + actionOf(op)
}

// isWhole says whether a row ends where a word of the address does.
func isWhole(row, rest string) bool {
	return rest == "" || rest[0] == '.' || strings.HasSuffix(row, "/")
}

// resourcesIn are the fixed parts of a path, in the words of permissions.
func resourcesIn(op *contract.Operation) []string {
	var words []string
	for part := range strings.SplitSeq(strings.TrimSuffix(op.Path[1:], ".json"), "/") {
		if !strings.HasPrefix(part, "{") {
			words = append(words, kebab(part))
		}
	}
	if op.Spec == "iam_organizations" {
		return words
	}
	words = words[1:] // the version
	if len(words) > 1 && words[0] == "accounts" {
		return words[1:]
	}
	return words
}

// kebab writes CredentialLists as credential-lists, and SIP as sip.
func kebab(name string) string {
	var b strings.Builder
	runes := []rune(name)
	for i, c := range runes {
		if i > 0 && unicode.IsUpper(c) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

func actionOf(op *contract.Operation) string {
	switch doingOf(op) {
	case listing:
		return "list"
	case creating, creatingItem:
		return "create"
	case updating:
		return "update"
	case deleting:
		return "delete"
	}
	return "read"
}

// products are the first words of permissions.
var products = [...]string{
	"billing", "conversations", "event-streams", "flex", "iam", "lookup", "messaging", "monitor", "phone-numbers",
	"serverless", "studio", "sync", "taskrouter", "trusthub", "verify", "video", "voice",
}

func isProduct(permission string) bool {
	product, _, _ := strings.Cut(strings.TrimPrefix(permission, "/twilio/"), "/")
	return slices.Contains(products[:], product)
}
