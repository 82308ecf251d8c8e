package twiliotest

import (
	"strconv"
	"time"
)

// chargeRecord is the sum of the charges of a day that have all else in common.
type chargeRecord struct {
	At           time.Time
	Owner        string
	Category     string
	Verify       bool
	Count, Usage int64
	Price        money
}

// key is what the charges of one sum have in common.
func (c charge) key() charge {
	return charge{at: dayOf(c.at), account: c.account, category: c.category, verify: c.verify}
}

// plus adds the figures of another charge.
func (c charge) plus(other charge) charge {
	c.count, c.usage, c.price = c.count+other.count, c.usage+other.usage, c.price+other.price
	return c
}

// name identifies a sum in the file.
func (c charge) name() string {
	return c.at.Format(time.DateOnly) + " " + c.account + " " + c.category + " " + strconv.FormatBool(c.verify)
}

// addCharge has the sum that a charge belongs to remembered; s.mu is held.
func (f *stateFile) addCharge(c charge) {
	if f == nil || f.restoring {
		return
	}
	key := c.key()
	sum, known := f.sums[key]
	if !known {
		sum = key
	}
	f.sums[key] = sum.plus(c)
	f.named[key.name()] = key
	f.mark(recordUsage, key.name())
}

// chargeNamed is the sum with a name.
func (f *stateFile) chargeNamed(name string) (charge, bool) {
	key, known := f.named[name]
	return f.sums[key], known
}

func usageRecordOf(c charge) chargeRecord {
	return chargeRecord{At: c.at, Owner: c.account, Category: c.category, Verify: c.verify, Count: c.count, Usage: c.usage, Price: c.price}
}
