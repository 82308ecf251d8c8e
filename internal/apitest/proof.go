package apitest

import (
	"errors"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/internal/contract"
)

// proofKey is the member of the answer that proves a create, "" when its status does.
func (o *operation) proofKey() string {
	key, _, _ := strings.Cut(o.proof(), ".")
	if key == ProofByStatus {
		return ""
	}
	return key
}

func (o *operation) proof() string {
	switch {
	case o.row.Proof != "":
		return o.row.Proof
	case o.kind() == contract.NoAnswer || o.kind() == contract.RedirectAnswer:
		return ProofByStatus
	}
	return "sid"
}

// proofs looks at answers of success that do not show what a create has made.
func (c *check) proofs() {
	c.t.Helper()
	switch {
	case !c.creates() || c.result == resultFile:
		if c.row.Proof != "" {
			c.fault("its row has a Proof although it is no create: take the Proof out")
		}
		return
	case c.row.Proof == "" && c.official.IsListed() && c.proof() == "sid" && c.official.Property("sid") == nil:
		c.fault("it is a create, and Twilio's answer has no sid: write into its row Proof: \"…\", the key that shows what was made, one of %s, and into the operation Proof: twilio.ProofKey(\"…\"); or apitest.ProofByStatus and twilio.ProofStatus(reason) when no key does", strings.Join(c.textKeys(), ", "))
		return
	case c.row.Proof == ProofByStatus && c.official.Property("sid") != nil:
		c.fault("its row has ProofByStatus, but Twilio's answer has a sid: take the Proof out of the row and the operation")
		return
	}
	c.withoutProof()
}

func (c *check) textKeys() []string {
	var keys []string
	for _, p := range c.official.Properties {
		if p.Type == "string" && !p.Array {
			keys = append(keys, p.Path)
		}
	}
	return keys
}

func (c *check) withoutProof() {
	c.t.Helper()
	item := c.item()
	if c.proof() == ProofByStatus {
		if r := c.answered(c.with(map[string]any{})); r.err != nil && c.kind() != contract.ArrayAnswer {
			c.fault("its status proves it, and an answer that names nothing fails: %v\n\twrite Proof: twilio.ProofStatus(reason) into the operation", r.err)
		}
		return
	}
	changes := map[string]any{
		"without " + c.proof():         replace(item, strings.Split(c.proof(), "."), func(any) any { return nil }),
		"with an empty " + c.proof():   replace(item, strings.Split(c.proof(), "."), func(any) any { return "" }),
		"with nothing in it":           map[string]any{},
		"with a list for " + c.proof(): replace(item, strings.Split(c.proof(), "."), func(any) any { return []any{1} }),
	}
	for how, changed := range changes {
		r := c.answered(c.with(changed))
		var unknown *twilio.OutcomeUnknownError
		if !errors.As(r.err, &unknown) {
			c.fault("its answer %s does not show what was made, and the error is %v and not a *twilio.OutcomeUnknownError: write into the operation the Proof that Twilio's answer has, and no Class", how, r.err)
		}
	}
}
