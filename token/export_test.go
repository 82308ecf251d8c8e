package token

// MaxToken is the maximum size of a token, in bytes.
const MaxToken = maxToken

// Scope is the scope of a capability token, whatever its application is called.
func Scope(c Capability) string { return c.scope() }
