package twiliotest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Stock is a number that can be bought; see [Inventory].
type Stock struct {
	PhoneNumber string // E.164
	Kind        string // KindLocal if it is ""

	Locality   string // the city
	Region     string // the state or province
	PostalCode string
	RateCenter string
	LATA       string
	Latitude   float64 // degrees
	Longitude  float64 // degrees

	AddressRequirements string // "none" if it is "", "any", "local" or "foreign"
	NeedsBundle         bool   // of regulatory compliance: without one it is 21649
	Beta                bool
	WithoutVoice        bool
	WithoutSMS          bool
	WithoutMMS          bool
}

// stock is a number of the inventory and its country in ISO 3166-1.
type stock struct {
	Stock

	country string
}

const (
	requiresNone    = "none"
	requiresAny     = "any"
	requiresLocal   = "local"
	requiresForeign = "foreign"
)

// Inventory adds numbers that can be bought, before those that every simulator has; one
// that is there already takes the place of the other:
//
//	sim := twiliotest.New(t, twiliotest.Inventory(twiliotest.Stock{PhoneNumber: "+4930231250100", AddressRequirements: "local"}))
//
// Without it there are the numbers that the regulators reserve for stories: 555-0100 to
// 555-0199 in area codes of the United States and Canada and toll-free, and numbers of the
// United Kingdom, Australia, Germany, France and Sweden.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
func Inventory(numbers ...Stock) Option {
	return func(c *config) error {
		for _, item := range numbers {
			switch {
			case !e164.MatchString(item.PhoneNumber):
				return fmt.Errorf("Inventory: %q is no phone number in E.164: give one such as +14155550123", item.PhoneNumber)
			case !slices.Contains([]string{"", requiresNone, requiresAny, requiresLocal, requiresForeign}, item.AddressRequirements):
				return fmt.Errorf("Inventory: AddressRequirements %q: give none, any, local or foreign", item.AddressRequirements)
			case kindSegment(item.Kind) == "":
				return errors.New("Inventory: Kind " + strconv.Quote(item.Kind) + ": give one of the constants, such as KindMobile")
			}
			item.Kind = cmp.Or(item.Kind, KindLocal)
			c.stock = append(c.stock, item)
		}
		return nil
	}
}

// northAmericanPlaces lists area codes with city, region, postal code, rate centre, LATA,
// latitude and longitude. The numbers 555-0100 to 555-0199 of each are nobody's.
// https://nationalnanpa.com/number_resource_info/555_numbers.html
const northAmericanPlaces = `
415|San Francisco|CA|94105|SNFC CNTRL|722|37.7749|-122.4194
510|Oakland|CA|94607|OKLD MN|722|37.8044|-122.2712
408|San Jose|CA|95113|SNJS WEST|722|37.3382|-121.8863
213|Los Angeles|CA|90012|LSAN DA 01|730|34.0522|-118.2437
212|New York|NY|10001|NWYRCYZN01|132|40.7128|-74.0060
718|Brooklyn|NY|11201|NWYRCYZN12|132|40.6782|-73.9442
312|Chicago|IL|60601|CHICGOZN01|358|41.8781|-87.6298
206|Seattle|WA|98101|SEATTLE|674|47.6062|-122.3321
512|Austin|TX|78701|AUSTIN|558|30.2672|-97.7431
305|Miami|FL|33130|MIAMI|460|25.7617|-80.1918
617|Boston|MA|02108|BOSTON|128|42.3601|-71.0589
303|Denver|CO|80202|DENVER|656|39.7392|-104.9903
416|Toronto|ON|M5V 2T6|TORONTO|888|43.6532|-79.3832
604|Vancouver|BC|V6B 1A1|VANCOUVER|888|49.2827|-123.1207
514|Montreal|QC|H2Y 1C6|MONTREAL|888|45.5017|-73.5673
`

// tollFreeCodes are those of toll-free numbers.
const tollFreeCodes = "800 833 844 855 866 877 888"

// reservedNumbers lists numbers of other countries that are reserved for stories: kind,
// the beginning of the numbers, how many digits follow, the first and the last of them,
// the place, and the address that the country asks for, with B for a bundle.
// https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
// https://www.acma.gov.au/phone-numbers-use-tv-shows-films-and-creative-works
// https://www.bundesnetzagentur.de, https://www.arcep.fr, https://www.pts.se
const reservedNumbers = `
Local|+44207946|4|0|99|London|
Local|+44113496|4|0|99|Leeds|
Local|+44161496|4|0|99|Manchester|
Mobile|+447700900|3|0|199||B
TollFree|+44808157|4|0|99||
National|+443069990|3|0|99||
Mobile|+61491570|3|156|159||anyB
Local|+6125550|4|0|99|Sydney|local
Local|+6135550|4|0|99|Melbourne|local
TollFree|+611800975|3|707|711||any
Local|+493023125|3|0|99|Berlin|localB
Local|+33199000|3|0|99|Paris|localB
Mobile|+33639980|3|0|99||B
Mobile|+46701740|3|605|699||any
Local|+468465004|2|0|99|Stockholm|local
`

// reservedLast is the last of the numbers 555-01xx.
const reservedLast = 99

// inventory returns all numbers that can be bought or could be; s.mu is held.
func (s *Sim) inventory() []*stock {
	if s.stock != nil {
		return s.stock
	}
	seen := map[string]bool{}
	add := func(item Stock, country string) {
		if !seen[item.PhoneNumber] {
			seen[item.PhoneNumber] = true
			s.stock = append(s.stock, &stock{item, country})
		}
	}
	for _, item := range s.config.stock {
		add(item, isoOf(item.PhoneNumber))
	}
	for line := range strings.Lines(strings.TrimSpace(northAmericanPlaces)) {
		addArea(add, strings.Split(strings.TrimSpace(line), "|"))
	}
	for code := range strings.FieldsSeq(tollFreeCodes) {
		for i := range reservedLast + 1 {
			add(Stock{PhoneNumber: fmt.Sprintf("+1%s55501%02d", code, i), Kind: KindTollFree}, "US")
		}
	}
	for line := range strings.Lines(strings.TrimSpace(reservedNumbers)) {
		addReserved(add, strings.Split(strings.TrimRight(line, "\n"), "|"))
	}
	return s.stock
}

// addArea adds the numbers of a line of northAmericanPlaces.
func addArea(add func(Stock, string), place []string) {
	latitude, _ := strconv.ParseFloat(place[6], 64)
	longitude, _ := strconv.ParseFloat(place[7], 64)
	country := isoOf("+1" + place[0])
	for i := range reservedLast + 1 {
		add(Stock{
			PhoneNumber: fmt.Sprintf("+1%s55501%02d", place[0], i), Kind: KindLocal,
			Locality: place[1], Region: place[2], PostalCode: place[3], RateCenter: place[4], LATA: place[5], Latitude: latitude, Longitude: longitude,
		}, country)
	}
}

// addReserved adds the numbers of a line of reservedNumbers.
func addReserved(add func(Stock, string), line []string) {
	digits, first, last := atoi(line[2], 0), atoi(line[3], 0), atoi(line[4], 0)
	requirement, needsBundle := strings.CutSuffix(line[6], "B")
	country := isoOf(line[1])
	for i := first; i <= last; i++ {
		add(Stock{
			PhoneNumber: fmt.Sprintf("%s%0*d", line[1], digits, i), Kind: line[0], Locality: line[5],
			AddressRequirements: requirement, NeedsBundle: needsBundle, WithoutMMS: true,
			WithoutSMS: line[0] == KindTollFree || line[0] == KindNational,
		}, country)
	}
}

// inStock finds a number of the inventory, sold ones included; nil if it has never been
// in it.
func (s *Sim) inStock(number string) *stock {
	for _, item := range s.inventory() {
		if item.PhoneNumber == number {
			return item
		}
	}
	return nil
}

// stockOf returns the facts of a number that is or was in the inventory, or that the test
// has given to the account.
func (s *Sim) stockOf(number string) *stock {
	if item := s.inStock(number); item != nil {
		return item
	}
	kind, isNorthAmerican := KindLocal, strings.HasPrefix(number, "+1")
	if isNorthAmerican && len(number) > len("+1800") && strings.Contains(tollFreeCodes, number[2:5]) {
		kind = KindTollFree
	}
	return &stock{Stock{PhoneNumber: number, Kind: kind, WithoutMMS: !isNorthAmerican}, isoOf(number)}
}

func (i *stock) requirements() string { return cmp.Or(i.AddressRequirements, requiresNone) }

// isoOf is the country of a number in ISO 3166-1.
func isoOf(number string) string {
	c, _ := countryOf(number)
	return c.iso
}

// areaCode is the area code of a local number of the United States or Canada, "" for
// others.
func (i *stock) areaCode() string {
	const end = 5
	if i.Kind != KindLocal || !strings.HasPrefix(i.PhoneNumber, "+1") || len(i.PhoneNumber) < end {
		return ""
	}
	return i.PhoneNumber[2:end]
}

func (i *stock) capabilities() map[string]bool {
	return map[string]bool{"voice": !i.WithoutVoice, "sms": !i.WithoutSMS, "mms": !i.WithoutMMS && !i.WithoutSMS, "fax": false}
}
