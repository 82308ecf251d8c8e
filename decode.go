package twilio

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
)

// created is the answer to a create: without the SID of what was made it proves
// nothing.
type created interface{ createdSID() string }

// decode reads a JSON object into result. A field of a type that we did not
// expect is logged and skipped: a text that was sent must not become an error
// because of its latitude.
func (x *exchange) decode(result any) error {
	err := x.unmarshal(x.last.body, result)
	if err == nil && x.op.class == ClassCreate {
		err = x.claim(result)
	}
	if err == nil {
		return nil
	}
	if x.op.class == ClassCreate {
		return x.outcomeUnknown(x.decodeError(err))
	}
	return x.decodeError(err)
}

// claim remembers what was created, so that no reconciliation takes it for
// something else.
func (x *exchange) claim(result any) error {
	c, ok := result.(created)
	if !ok {
		return nil
	}
	if c.createdSID() == "" {
		return errors.New("the answer has no SID")
	}
	x.client.claims.end(x, c.createdSID())
	return nil
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

// findSID looks for the SID of what was made in an answer that is cut short or
// otherwise broken.
func findSID(body []byte) string {
	decoder := json.NewDecoder(bytes.NewReader(body))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return ""
	}
	for {
		key, err := decoder.Token()
		if err != nil {
			return ""
		}
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return ""
		}
		if sid := jsonString(value); key == "sid" && len(sid) == 34 {
			return sid
		}
	}
}
