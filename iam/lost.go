package iam

import (
	"net/url"

	"github.com/seed15d99369/twilio"
)

// mostItems is the largest page that Twilio's lists have.
const mostItems = 1000

// compareName compares a resource with a create of unknown outcome by the name that the
// create gave it.
func compareName(sent url.Values, found string, c *twilio.Comparison) {
	c.Text("friendly_name", found, sent.Get("FriendlyName"))
}

// checkNamed refuses a create without a name: Twilio gives those one of its own.
func checkNamed(sent url.Values, problems *twilio.Problems) {
	if sent.Get("FriendlyName") == "" {
		problems.Add("FriendlyName", "is empty, so that one resource cannot be told from another", "list the resources, and look at their dates; give the next one a name of its own")
	}
}
