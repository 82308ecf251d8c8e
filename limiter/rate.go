package limiter

import (
	"math"
	"time"

	"github.com/seed15d99369/twilio"
)

// Twilio's rates a second. A message of several segments counts once for each of them at Twilio,
// and once here: who sends long messages divides by the segments of the usual one.
//
// The rate of US numbers for A2P 10DLC has no constant: it depends on the trust score of the
// brand and on the campaign, and the Console shows it.
const (
	LongCode       = 1.0   // of a long code in the US and Canada without A2P: https://www.twilio.com/docs/errors/21611
	TollFree       = 3.0   // of a toll-free number: https://help.twilio.com/articles/115002943027
	ShortCode      = 100.0 // of a short code, unless less was ordered: https://www.twilio.com/docs/errors/21611
	WhatsAppSender = 80.0  // of a WhatsApp sender, 400 on request: https://www.twilio.com/docs/whatsapp/api
	CallsOfAccount = 1.0   // calls that an account begins, unless more was granted: https://www.twilio.com/docs/errors/22005
)

// Rate is how many requests may leave.
type Rate struct {
	PerSecond float64 // 0.001 to 100,000
	Burst     int     // how many may leave at once after a pause; 0 stands for 1
}

const (
	leastPerSecond = 0.001
	mostPerSecond  = 100_000
	mostBurst      = 1_000_000
	// headroom keeps a part of each rate free, so that turns that are used a little late do not
	// add up to more than the rate in windows that Twilio could measure.
	headroom = 1.01
)

// interval is the time between two turns, in whole microseconds.
func interval(perSecond float64) time.Duration {
	return time.Duration(math.Ceil(headroom*1e6/perSecond)) * time.Microsecond
}

func (r Rate) check(problems *twilio.Problems, field string) {
	checkPerSecond(problems, field+".PerSecond", r.PerSecond)
	if r.Burst < 0 || r.Burst > mostBurst {
		problems.Add(field+".Burst", "is not between 0 and 1,000,000", "give how many requests may leave at once, or 0 for one")
	}
}

func checkPerSecond(problems *twilio.Problems, field string, perSecond float64) {
	if !(perSecond >= leastPerSecond && perSecond <= mostPerSecond) { // NaN is neither
		problems.Add(field, "is not between 0.001 and 100,000", "give requests a second, such as limiter.TollFree")
	}
}
