package twilio

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// find returns the name that an answer gives the new resource: an SID or another text,
// never "" without an error. The result is the decoded answer, nil when nobody asked for
// it.
func (p Proof) find(answer []byte, result any, kinds string) (made string, err error) {
	switch p.kind {
	case proofItems:
		return p.findItems(answer)
	case proofKey:
		if made = textUnder(answer, p.key); made == "" {
			return "", fmt.Errorf("the answer has no %q", p.key)
		}
		return made, nil
	}
	if c, ok := result.(created); ok {
		made = c.createdSID()
	} else {
		made = findSID(answer, kinds)
	}
	if made == "" {
		return "", errors.New("the answer has no SID")
	}
	return made, nil
}

// findItems returns the name in the first item, once every item has one.
func (p Proof) findItems(answer []byte) (made string, err error) {
	list := answer
	if p.key != "" {
		list, _ = readObject(answer).only(p.key) // twice or in other letters, it is no list
	}
	var items []json.RawMessage
	if err := json.Unmarshal(list, &items); err != nil || len(items) == 0 {
		return "", fmt.Errorf("the answer has no list %q of things that were made", p.key)
	}
	for i, item := range items {
		text := textUnder(item, p.within)
		if text == "" {
			return "", fmt.Errorf("item %d of the answer has no %q", i+1, p.within)
		}
		if i == 0 {
			made = text
		}
	}
	return made, nil
}

// textUnder returns the text under a key, "" when there is none. A key of an SID needs
// one that has an SID's shape.
func textUnder(object []byte, key string) string {
	text := findText(object, key)
	if strings.HasSuffix(key, "sid") {
		return sidOf(text, "")
	}
	return text
}
