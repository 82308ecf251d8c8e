package twiliotest

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// availableHandler returns the handler of an operation on the numbers that can be bought,
// nil for all others.
func availableHandler(operation string) handler {
	switch {
	case operation == "ListAvailablePhoneNumberCountry":
		return (*Sim).listCountries
	case operation == "FetchAvailablePhoneNumberCountry":
		return (*Sim).fetchCountry
	case strings.HasPrefix(operation, "ListAvailablePhoneNumber"):
		return (*Sim).searchNumbers
	}
	return nil
}

// countryNames are the countries of the inventory.
var countryNames = [...]struct{ iso, name string }{
	{"AU", "Australia"}, {"CA", "Canada"}, {"DE", "Germany"}, {"FR", "France"}, {"GB", "United Kingdom"}, {"SE", "Sweden"}, {"US", "United States"},
}

// offers are the kinds of numbers in a country, in the order of the inventory; nil if it
// has none.
func (s *Sim) offers(iso string) (kinds []string) {
	for _, item := range s.inventory() {
		if item.country == iso && !slices.Contains(kinds, item.Kind) {
			kinds = append(kinds, item.Kind)
		}
	}
	return kinds
}

func (s *Sim) listCountries(r *request) (any, *apiError) {
	countries := make(map[string]bool)
	for _, item := range s.inventory() {
		countries[item.country] = true
	}
	isos := slices.Sorted(maps.Keys(countries))
	return pageOf(r, r.resource(), "countries", isos, func(iso string) string { return iso }, func(iso string) any { return s.countryJSON(r, iso) })
}

func (s *Sim) fetchCountry(r *request) (any, *apiError) {
	iso := r.ids["CountryCode"]
	if s.offers(iso) == nil {
		return nil, r.absent()
	}
	return s.countryJSON(r, iso), nil
}

func (s *Sim) countryJSON(r *request, iso string) map[string]any {
	name, base := iso, accountPath(r.account, "/AvailablePhoneNumbers/"+iso)
	for _, known := range countryNames {
		if known.iso == iso {
			name = known.name
		}
	}
	subresources := map[string]string{}
	for _, kind := range s.offers(iso) {
		subresources[snake(kind)] = base + "/" + kind + ".json"
	}
	return map[string]any{"country_code": iso, "country": name, "beta": false, "subresource_uris": subresources, "uri": "https://api.twilio.com" + base + ".json"}
}

// searchNumbers lists the numbers of a country and a kind that nobody owns.
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource
func (s *Sim) searchNumbers(r *request) (any, *apiError) {
	iso, kind := r.ids["CountryCode"], kindOf(r.op)
	if !slices.Contains(s.offers(iso), kind) {
		return nil, r.absent()
	}
	contains, problem := pattern(r.query.Get("Contains"))
	if problem != nil {
		return nil, problem
	}
	var found []*stock
	for _, item := range s.inventory() {
		if item.country == iso && item.Kind == kind && s.isFree(item) && contains.MatchString(item.PhoneNumber) && s.fits(r, item) {
			found = append(found, item)
		}
	}
	return pageOf(r, r.resource(), "available_phone_numbers", found,
		func(i *stock) string { return i.PhoneNumber }, func(i *stock) any { return i.json() })
}

// isFree is isAvailable for a number that is in the inventory.
func (s *Sim) isFree(item *stock) bool {
	return s.numbers[item.PhoneNumber] == nil && !s.released[item.PhoneNumber]
}

// fits holds a number against the filters of a search.
func (s *Sim) fits(r *request, item *stock) bool {
	capabilities := item.capabilities()
	for filter, capability := range map[string]string{"SmsEnabled": "sms", "MmsEnabled": "mms", "VoiceEnabled": "voice", "FaxEnabled": "fax"} {
		if wanted := r.query.Get(filter); wanted != "" && isTrue(wanted) != capabilities[capability] {
			return false
		}
	}
	for filter, value := range map[string]string{
		"AreaCode": item.code(), "InRegion": item.Region, "InLocality": item.Locality, "InPostalCode": item.PostalCode, "InRateCenter": item.RateCenter, "InLata": item.LATA,
	} {
		if wanted := r.query.Get(filter); wanted != "" && !strings.EqualFold(wanted, value) {
			return false
		}
	}
	requires := item.requirements()
	switch {
	case isTrue(r.query.Get("ExcludeAllAddressRequired")) && requires != requiresNone,
		isTrue(r.query.Get("ExcludeLocalAddressRequired")) && requires == requiresLocal,
		isTrue(r.query.Get("ExcludeForeignAddressRequired")) && requires == requiresForeign,
		strings.EqualFold(r.query.Get("Beta"), "false") && item.Beta:
		return false
	}
	return s.isNear(r, item)
}

// code is the area code of a number of the United States or Canada, toll-free ones
// included; "" for others.
func (i *stock) code() string {
	const end = 5
	if !strings.HasPrefix(i.PhoneNumber, "+1") || len(i.PhoneNumber) < end {
		return ""
	}
	return i.PhoneNumber[2:end]
}

// keypad has the digit of each letter.
const keypad = "22233344455566677778889999"

// pattern reads the filter Contains: digits and letters stand for digits, * for any digit,
// % for any digits, + at the beginning and $ at the end bind the pattern there.
func pattern(text string) (*regexp.Regexp, *apiError) {
	const shortest, longest = 2, 16
	if text == "" {
		return regexp.MustCompile(""), nil
	}
	signs, expression := 0, strings.Builder{}
	for i, c := range text {
		switch digit := digitOf(c); {
		case digit != 0:
			signs++
			expression.WriteByte(digit)
		case c == '+' && i == 0:
			expression.WriteString(`^\+`)
		case c == '$' && i == len(text)-1:
			expression.WriteByte('$')
		case c == '*':
			expression.WriteString(`\d`)
		case c == '%':
			expression.WriteString(`\d*`)
		default:
			return nil, badPattern()
		}
	}
	if signs < shortest || len(text) > longest {
		return nil, badPattern()
	}
	return regexp.MustCompile(expression.String()), nil
}

func badPattern() *apiError {
	return badRequest(20001, "Contains has to be 2 to 16 digits, letters and wildcards")
}

// digitOf is the digit of a key of a phone, 0 for a sign that no key has.
func digitOf(c rune) byte {
	switch {
	case '0' <= c && c <= '9':
		return byte(c)
	case 'a' <= c && c <= 'z':
		return keypad[c-'a']
	case 'A' <= c && c <= 'Z':
		return keypad[c-'A']
	}
	return 0
}

// isNear holds a number against the filters NearLatLong, NearNumber and Distance.
func (s *Sim) isNear(r *request, item *stock) bool {
	const usual = 25 // miles
	place, number := r.query.Get("NearLatLong"), r.query.Get("NearNumber")
	var latitude, longitude float64
	switch {
	case place != "":
		north, east, _ := strings.Cut(place, ",")
		latitude, _ = strconv.ParseFloat(strings.TrimSpace(north), 64)
		longitude, _ = strconv.ParseFloat(strings.TrimSpace(east), 64)
	case number != "":
		latitude, longitude = s.placeOf(number)
	default:
		return true
	}
	hasPlace := item.Latitude != 0 || item.Longitude != 0
	return hasPlace && miles(latitude, longitude, item.Latitude, item.Longitude) <= float64(atoi(r.query.Get("Distance"), usual))
}

// placeOf is where the numbers of an area code are, the middle of the ocean for one that
// is not known.
func (s *Sim) placeOf(number string) (latitude, longitude float64) {
	code := (&stock{Stock: Stock{PhoneNumber: number}}).code()
	for _, item := range s.inventory() {
		if code != "" && item.areaCode() == code {
			return item.Latitude, item.Longitude
		}
	}
	return 0, 0
}

// miles is the distance of two places on the globe.
func miles(latitude, longitude, latitude2, longitude2 float64) float64 {
	const radius, degree = 3959, math.Pi / 180
	a := math.Pow(math.Sin((latitude2-latitude)*degree/2), 2) +
		math.Cos(latitude*degree)*math.Cos(latitude2*degree)*math.Pow(math.Sin((longitude2-longitude)*degree/2), 2)
	return 2 * radius * math.Asin(math.Sqrt(a))
}

func (i *stock) json() map[string]any {
	all := map[string]any{
		"phone_number": i.PhoneNumber, "friendly_name": displayed(i.PhoneNumber), "iso_country": i.country, "beta": i.Beta,
		"capabilities": i.capabilities(), "address_requirements": i.requirements(),
		"locality": orNull(i.Locality), "region": orNull(i.Region), "postal_code": orNull(i.PostalCode), "rate_center": orNull(i.RateCenter), "lata": orNull(i.LATA),
		"latitude": nil, "longitude": nil,
	}
	if i.Latitude != 0 || i.Longitude != 0 {
		all["latitude"], all["longitude"] = i.Latitude, i.Longitude
	}
	return all
}

// kindSegment returns a kind, "" for a text that is none; "" stands for KindLocal.
func kindSegment(kind string) string {
	switch kind {
	case "":
		return KindLocal
	case KindLocal, KindMobile, KindTollFree, KindNational, KindVoIP, KindSharedCost, KindMachineToMachine:
		return kind
	}
	return ""
}
