package webhook

import (
	"net/url"
	"strings"
)

// accountParameter names the account in forms and queries.
const accountParameter = "AccountSid"

// accountOf returns the account whose keys count: a form names it by its
// AccountSid, a GET by that of its query, and any other request names none. No
// genuine form has two accounts. When keys are bound to accounts, nothing else of
// the request may name another account either: a handler may read that one.
func (v *Verifier) accountOf(params url.Values, query string, inQuery bool) (string, error) {
	forms := params[accountParameter]
	if !agree(forms) {
		return "", &SignatureError{Reason: ErrTwoAccounts}
	}
	if len(v.accounts) == 0 || params == nil && !inQuery {
		return "", nil
	}
	queries := valuesOf(query, accountParameter)
	switch {
	case len(forms) > 0 && !agree(append(queries, forms[0])), len(forms) == 0 && !agree(queries):
		return "", &SignatureError{Reason: ErrTwoAccounts}
	case params != nil:
		return params.Get(accountParameter), nil
	case len(queries) > 0:
		return queries[0], nil
	}
	return "", nil
}

func agree(values []string) bool {
	for _, value := range values[min(1, len(values)):] {
		if value != values[0] {
			return false
		}
	}
	return true
}

// valuesOf returns the values of a parameter of a query, as [url.ParseQuery] does
// for what can be read of it, without reading the others.
func valuesOf(query, name string) (values []string) {
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
