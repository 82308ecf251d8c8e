package twilio

import "strings"

// regionEdges are the regions whose edges are known, and the edge at which each
// of them answers. https://www.twilio.com/docs/global-infrastructure/understanding-twilio-regions
var regionEdges = [...]struct{ region, edge string }{
	{defaultRegion, "ashburn"}, {"ie1", "dublin"}, {"au1", "sydney"}, {"jp1", "tokyo"},
}

// edgeLocations are the places that Twilio calls edges; us1 answers at all of them.
// https://www.twilio.com/docs/global-infrastructure/edge-locations
var edgeLocations = [...]string{
	"ashburn", "dublin", "frankfurt", "london", roamingEdge, "san-jose", "sao-paulo", "singapore", "sydney", "tokyo", "umatilla",
}

const (
	defaultRegion = "us1"
	roamingEdge   = "roaming" // the nearest edge, for us1 alone
	privateEdge   = "-ix"     // the end of the names of Twilio Interconnect's edges: "dublin-ix"
)

// WithRegion sends to a region through an edge: WithRegion("au1", "sydney").
// Credentials belong to one region. An edge alone implies us1, which answers at
// every edge. A region alone takes its own edge: us1 ashburn, ie1 dublin, au1
// sydney, jp1 tokyo. Any other region needs an edge beside it.
//
// It fails with a *[ParamError] when the two are swapped, when a region without a
// known edge stands alone, and when the two cannot go together: the edge roaming
// with another region than us1, or the own edge of one of those four regions with
// another one of them that is not us1.
//
// Twilio docs: https://www.twilio.com/docs/global-infrastructure
func WithRegion(region, edge string) Option { return regionOption("WithRegion", region, edge) }

// regionOption is WithRegion for two values that came from where field says.
func regionOption(field, region, edge string) Option {
	return func(c *config) error {
		if problem, remedy := regionProblem(region, edge); problem != "" {
			return paramError("New", field, problem, remedy)
		}
		if region == "" {
			region = defaultRegion
		}
		if edge == "" {
			edge = edgeOf(region)
		}
		c.hostSuffix = "." + edge + "." + region + ".twilio.com"
		return nil
	}
}

// regionProblem says what is wrong with a region and an edge, "" if nothing is.
// It shows only a text that has the shape of a region or is the name of an edge.
func regionProblem(region, edge string) (problem, remedy string) {
	const order = "give the region first and the edge second"
	switch {
	case region == "" && edge == "":
		return "is empty", `name a region, an edge or both, such as "ie1" and "dublin"`
	case region != "" && !isHostLabel(region), edge != "" && !isHostLabel(edge):
		return "is not a region and an edge", `give two names in small letters, such as "ie1" and "dublin"`
	case isEdge(region) && isRegion(edge):
		return "has the two swapped: " + region + " is an edge and " + edge + " is a region", order
	case isEdge(region):
		return "names the edge " + region + " where the region belongs", order + "; an edge alone implies us1"
	case isRegion(edge):
		return "names the region " + edge + " where the edge belongs", order + "; a region alone takes its own edge"
	case edge == "" && edgeOf(region) == "":
		return "names a region without an edge", "hosts without an edge no longer answer: name the region's edge too; us1, ie1, au1 and jp1 imply theirs"
	}
	return pairProblem(region, edge)
}

// pairProblem says why a region does not answer at an edge, "" if it may. What
// Twilio does not say is let pass: there may be new regions and edges.
func pairProblem(region, edge string) (problem, remedy string) {
	owner := ownerOf(edge)
	switch {
	case region == "" || region == defaultRegion || edge == "":
	case edge == roamingEdge:
		return "names the edge roaming beside a region", "roaming goes with us1 alone: name the region's own edge"
	case owner != "" && edgeOf(region) != "" && owner != region:
		return "names the region " + region + " with the edge of the region " + owner, "give the edge " + edgeOf(region) + ", or leave the edge out"
	}
	return "", ""
}

func edgeOf(region string) string {
	for _, known := range regionEdges {
		if known.region == region {
			return known.edge
		}
	}
	return ""
}

// ownerOf returns the known region whose own edge this is, or its private twin.
func ownerOf(edge string) string {
	edge = strings.TrimSuffix(edge, privateEdge)
	for _, known := range regionEdges {
		if known.edge == edge {
			return known.region
		}
	}
	return ""
}

// isRegion knows a region by its shape, because there may be new ones: two
// letters and digits, such as us1 or de1. No edge looks like that.
func isRegion(s string) bool {
	const letters = 2
	return len(s) > letters && strings.Trim(s[:letters], "abcdefghijklmnopqrstuvwxyz") == "" && strings.Trim(s[letters:], "0123456789") == ""
}

func isEdge(s string) bool {
	name, private := strings.CutSuffix(s, privateEdge)
	for _, location := range edgeLocations {
		if location == name {
			return true
		}
	}
	return private && !isRegion(name)
}

func isHostLabel(s string) bool {
	return s != "" && len(s) <= 63 && s[0] != '-' && s[len(s)-1] != '-' &&
		strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
