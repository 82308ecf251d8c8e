package twilio

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// created is the answer to a create that says the SID of what it made, without
// looking for it in the text.
type created interface{ createdSID() string }

// decode reads a JSON object into result. A field of a type that we did not
// expect is logged and skipped: a text that was sent must not become an error
// because of its latitude. Without a result it looks at the proof alone.
func (x *exchange) decode(result any) error {
	var err error
	if result != nil {
		err = x.unmarshal(x.last.body, result)
	}
	if err == nil && x.creates() {
		err = x.prove(result)
	}
	switch {
	case err == nil:
		return nil
	case x.creates():
		return x.outcomeUnknown(x.decodeError(err))
	}
	return x.decodeError(err)
}

// prove checks that the answer to a create shows what was made, and that it is this
// call's answer. Everything else leaves the outcome unknown.
func (x *exchange) prove(result any) error {
	if x.op.proof == ProofStatus {
		return nil
	}
	proof := x.proof(result)
	switch {
	case proof == "" && x.op.proof == "":
		return errors.New("the answer has no SID")
	case proof == "":
		return fmt.Errorf("the answer has no %q", x.op.proof)
	case x.isAnothers(proof):
		return errAnothersAnswer
	}
	if x.op.proof == "" { // else the proof need not be an SID, and Client.Do looks for it
		x.claimReturned(proof)
	}
	return nil
}

// proof returns what the answer names of what was made, "" when it names nothing.
func (x *exchange) proof(result any) string {
	if c, ok := result.(created); ok {
		return c.createdSID()
	}
	if x.op.proof == "" {
		return findSID(x.last.body, x.op.mints)
	}
	named := findText(x.last.body, x.op.proof)
	if strings.HasSuffix(x.op.proof, "sid") {
		return sidOf(named, "")
	}
	return named
}

// errAnothersAnswer says that two answers were mixed up on the way.
var errAnothersAnswer = errors.New("the answer is that of an earlier call")

// isAnothers reports the SID of something that an earlier call of this client made,
// where every call makes something new. Mocks, which WithBaseURL or a transport of
// the caller's reaches, may answer all calls alike.
func (x *exchange) isAnothers(sid string) bool {
	return x.op.mints != "" && x.client.ownTransport() && x.client.config.base.url == nil && x.client.claims.has(sid)
}

// madeSID is what a broken answer still shows of the thing that was made.
func (x *exchange) madeSID() string {
	sid := findSID(x.last.body, x.op.mints)
	if x.isAnothers(sid) {
		return ""
	}
	return sid
}

func (x *exchange) unmarshal(body []byte, result any) error {
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' {
		return errors.New("it is not a JSON object")
	}
	if err := json.Unmarshal(body, result); err != nil {
		return x.tolerate(err)
	}
	return nil
}

// tolerate logs a field of an unexpected type, which was skipped, without what
// it held.
func (x *exchange) tolerate(err error) error {
	var mistyped *json.UnmarshalTypeError
	if !errors.As(err, &mistyped) {
		return err
	}
	x.client.config.logger.LogAttrs(x, slog.LevelWarn, "twilio: field of an unexpected type skipped",
		slog.String("op", x.op.name), slog.String("field", mistyped.Field), slog.String("want", mistyped.Type.String()))
	return nil
}
