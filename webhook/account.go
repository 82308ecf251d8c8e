package webhook

import (
	"net/url"
	"strings"
)

// accountParameter names the account in forms and queries.
const accountParameter = "AccountSid"

// accountOf returns the account whose keys may have signed a request. A form names the
// account by its AccountSid, a GET by the AccountSid of its query, and any other request
// names none. A form with two accounts is refused, because Twilio sends no such form. When
// keys are bound to accounts, a form whose query names another account is refused too: a
// handler might read the account from the query.
func (v *Verifier) accountOf(params url.Values, query string, inQuery bool) (string, error) {
	forms := params[accountParameter]
	if !allEqual(forms) {
		return "", &SignatureError{Reason: ErrTwoAccounts}
	}
	if len(v.accounts) == 0 || params == nil && !inQuery {
		return "", nil
	}
	queries := queryValues(query, accountParameter)
	switch {
	case len(forms) > 0 && !allEqual(append(queries, forms[0])), len(forms) == 0 && !allEqual(queries):
		return "", &SignatureError{Reason: ErrTwoAccounts}
	case params != nil:
		return params.Get(accountParameter), nil
	case len(queries) > 0:
		return queries[0], nil
	}
	return "", nil
}

func allEqual(values []string) bool {
	for _, value := range values[min(1, len(values)):] {
		if value != values[0] {
			return false
		}
	}
	return true
}

// queryValues returns the values of one parameter of a query, as [url.ParseQuery] does,
// without parsing the other parameters.
func queryValues(query, name string) (values []string) {
	for parameter := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(parameter, "=")
		if len(key) > 3*len(name) || strings.Contains(parameter, ";") {
			continue // too long with every character escaped, or nothing that net/url reads
		}
		if key, err := url.QueryUnescape(key); err != nil || key != name {
			continue
		}
		if value, err := url.QueryUnescape(value); err == nil {
			values = append(values, value)
		}
	}
	return values
}
