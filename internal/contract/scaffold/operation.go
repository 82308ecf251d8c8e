package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
	"github.com/seed15d99369/twilio/internal/goname"
)

// operation is one of Twilio's operations as a method of the service.
type operation struct {
	*contract.Operation
	method   string // "Create"
	variable string // "queueCreate"
	path     string // the constant of its path: "queuesPath"
	params   string // the Go type; "" for none
	answer   string // the Go type; "" for none
	args     []string
}

// split divides an operationId into its verb and the resource: "FetchQueue" is Fetch and
// Queue.
func split(id string) (verb, resource string) {
	parts := goname.Words(id)
	return parts[0], strings.TrimPrefix(id, parts[0])
}

// methodName is the name of the method: Get for Fetch, and the verb otherwise. An
// operation on another resource has that resource in its name.
func methodName(id, resource string) string {
	verb, of := split(id)
	if verb == "Fetch" {
		verb = "Get"
	}
	if of != resource {
		verb += goname.Of(of)
	}
	return verb
}

func (o *operation) hasBody() bool {
	return o.Method != http.MethodGet && o.Method != http.MethodDelete
}

func (o *operation) isPaged() bool { return o.IsList() && o.Paging != contract.PagingNone }

// isOnItem reports that the path ends with an ID.
func (o *operation) isOnItem() bool {
	return strings.Contains(o.Path[strings.LastIndex(o.Path, "/"):], "{")
}

// changes reports an update: whether it may be carried out twice is for a person to say.
func (o *operation) changes() bool {
	return o.Method == http.MethodPatch || o.Method == http.MethodPost && o.isOnItem()
}

// creates reports a create by Twilio's file.
func (o *operation) creates() bool { return o.Method == http.MethodPost && !o.isOnItem() }

func (o *operation) kind() contract.AnswerKind { return o.Answers[0].Kind }

// countryFormat is the format of the code of a country in Twilio's files.
const countryFormat = "iso-country-code"

// pathWithKinds is the path with the kinds of SIDs, and the rule country, in its
// placeholders.
func (o *operation) pathWithKinds() string {
	path := o.Path
	for _, p := range o.Params {
		if p.In != contract.Path || p.Name == "AccountSid" {
			continue
		}
		kinds := strings.Join(p.SIDKinds(), "|")
		if p.Format == countryFormat {
			kinds = "country"
		}
		if kinds != "" {
			path = strings.Replace(path, "{"+p.Name+"}", "{"+p.Name+":"+kinds+"}", 1)
		}
	}
	return path
}

// placeholders are the names in the braces of a path, without the account.
func placeholders(path string) []string {
	var names []string
	for part := range strings.SplitSeq(path, "{") {
		if name, _, found := strings.Cut(part, "}"); found && name != "AccountSid" {
			names = append(names, name)
		}
	}
	return names
}

// parent is what the resource belongs to, in words: "service" for {ServiceSid}.
func (o *operation) parent() string {
	ids := placeholders(o.Path)
	if o.isOnItem() && len(ids) > 0 {
		ids = ids[:len(ids)-1]
	}
	if len(ids) == 0 {
		return ""
	}
	name := ids[len(ids)-1]
	return phrase(strings.TrimSuffix(strings.TrimSuffix(name, "Sid"), "Id"))
}

// fields are those of the twilio.Operation that do not follow from the method.
func (o *operation) fields() string {
	var b strings.Builder
	switch {
	case o.creates() && o.mints() != "":
		fmt.Fprintf(&b, ", Mints: %q", o.mints())
	case o.creates() && o.proof() == "":
		b.WriteString(`, Proof: twilio.ProofStatus("")`)
	case o.creates() && o.proof() != "sid":
		list, key := "", o.proof()
		if o.kind() == contract.ArrayAnswer {
			fmt.Fprintf(&b, ", Proof: twilio.ProofItems(%q, %q)", list, key)
		} else {
			fmt.Fprintf(&b, ", Proof: twilio.ProofKey(%q)", key)
		}
	case o.changes():
		b.WriteString(", Class: twilio.ClassIdempotent")
	}
	if o.BodyType == contract.JSONBody {
		b.WriteString(", Body: twilio.BodyJSON")
	}
	if o.isPaged() {
		fmt.Fprintf(&b, ", Items: %q", o.ListKey)
	}
	return b.String()
}

// mints are the kinds of the SID of a create.
func (o *operation) mints() string {
	if p := o.Property("sid"); p != nil && o.kind() == contract.ObjectAnswer {
		return strings.Join(p.SIDKinds(), "|")
	}
	return ""
}

// proof is the key of the answer that shows what a create has made, "" when there is
// none.
func (o *operation) proof() string {
	best := ""
	for _, p := range o.Properties {
		switch {
		case p.Path == "sid":
			return "sid"
		case p.Type != "string" || p.Array || strings.Contains(p.Path, ".") || strings.HasPrefix(p.Format, "date") || len(p.Enum) > 0:
		case best == "", strings.HasSuffix(p.Path, "sid") && !strings.HasSuffix(best, "sid"), best == "account_sid":
			best = p.Path
		}
	}
	if o.kind() == contract.NoAnswer {
		return ""
	}
	return best
}

// decision is the comment above an operation that a person has to decide about.
func (o *operation) decision() string {
	switch {
	case o.changes():
		return "TODO: Say why an update may be carried out twice, or make it a ClassCreate."
	case o.creates() && o.mints() == "" && o.proof() == "":
		return "TODO: Give ProofStatus the reason why nothing in the answer names the new thing."
	case o.creates() && o.mints() == "":
		return "TODO: Say why " + o.proof() + " proves the create, or name another key here and in the row."
	}
	return ""
}
