package numbers

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// AvailableNumber is a number that nobody owns, and that the account may buy with
// [IncomingNumbers.Buy]. Another account may buy it first.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource
type AvailableNumber struct {
	PhoneNumber         string             `json:"phone_number"`  // E.164
	FriendlyName        string             `json:"friendly_name"` // the number as its people write it
	ISOCountry          string             `json:"iso_country"`   // ISO 3166-1: US
	Locality            string             `json:"locality"`      // the city; "" when Twilio does not know it
	Region              string             `json:"region"`        // the state or province, of two letters in the US and Canada
	PostalCode          string             `json:"postal_code"`
	RateCenter          string             `json:"rate_center"` // US and Canada only
	LATA                string             `json:"lata"`        // US and Canada only
	Latitude            twilio.Decimal     `json:"latitude"`    // degrees, approximate
	Longitude           twilio.Decimal     `json:"longitude"`   // degrees, approximate
	AddressRequirements AddressRequirement `json:"address_requirements"`
	Beta                bool               `json:"beta"` // new to Twilio's platform
	Capabilities        Capabilities       `json:"capabilities"`
}

// AvailableNumbers searches the numbers that can be bought: one field for each kind of
// number, and the countries that have any. Not every country has every kind; a search
// for a kind that a country does not have matches [twilio.ErrNotFound].
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
type AvailableNumbers struct {
	Countries        *AvailableCountries
	Local            *AvailableKind // of a city or an area
	Mobile           *AvailableKind
	TollFree         *AvailableKind // free for those who call them
	National         *AvailableKind // of a country, without a place
	VoIP             *AvailableKind
	SharedCost       *AvailableKind // caller and owner share the price of a call
	MachineToMachine *AvailableKind
}

func newAvailableNumbers(c *twilio.Client) *AvailableNumbers {
	return &AvailableNumbers{
		Countries:        &AvailableCountries{c},
		Local:            availableKind(c, "Local", "Local"),
		Mobile:           availableKind(c, "Mobile", "Mobile"),
		TollFree:         availableKind(c, "TollFree", "TollFree"),
		National:         availableKind(c, "National", "National"),
		VoIP:             availableKind(c, "VoIP", "Voip"),
		SharedCost:       availableKind(c, "SharedCost", "SharedCost"),
		MachineToMachine: availableKind(c, "MachineToMachine", "MachineToMachine"),
	}
}

const (
	availablePath        = accountPath + "/AvailablePhoneNumbers.json"
	availableCountryPath = accountPath + "/AvailablePhoneNumbers/{CountryCode:country}.json"
	availableKindPath    = accountPath + "/AvailablePhoneNumbers/{CountryCode:country}/"
)

// AvailableKind searches the numbers of one kind.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
type AvailableKind struct {
	c    *twilio.Client
	list twilio.Operation
}

// availableKind makes the search for a kind: field is its name here, and segment in
// Twilio's path.
func availableKind(c *twilio.Client, field, segment string) *AvailableKind {
	return &AvailableKind{c, twilio.Operation{
		Name: "numbers.Available." + field + ".List", Method: http.MethodGet, Host: hostAPI,
		Path: availableKindPath + segment + ".json", Items: "available_phone_numbers",
	}}
}

// AvailableListParams narrows [AvailableKind.List] and [AvailableKind.All]; its zero value
// takes any number. Filters that name a place work in the US and Canada, unless it says
// otherwise.
type AvailableListParams struct {
	AreaCode int    `form:"AreaCode"` // three digits, in the US and Canada
	Contains string `form:"Contains"` // 2 to 16 digits, letters and the wildcards * (one), % (any), + (begins so) and $ (ends so)

	SMSEnabled   *bool `form:"SmsEnabled"`
	MMSEnabled   *bool `form:"MmsEnabled"`
	VoiceEnabled *bool `form:"VoiceEnabled"`
	FaxEnabled   *bool `form:"FaxEnabled"`

	ExcludeAllAddressRequired     *bool `form:"ExcludeAllAddressRequired"`     // leaves out numbers that need any address
	ExcludeLocalAddressRequired   *bool `form:"ExcludeLocalAddressRequired"`   // leaves out numbers that need an address in their country
	ExcludeForeignAddressRequired *bool `form:"ExcludeForeignAddressRequired"` // leaves out numbers that need an address elsewhere
	Beta                          *bool `form:"Beta"`                          // whether numbers that are new to the platform count; nil leaves it to Twilio, which takes them

	NearNumber   string `form:"NearNumber" check:"e164"` // within Distance of this number
	NearLatLong  string `form:"NearLatLong"`             // within Distance of a place: "37.84,-122.46"
	Distance     int    `form:"Distance"`                // miles, up to 500; 0 leaves it to Twilio, which uses 25
	InPostalCode string `form:"InPostalCode" check:"filter"`
	InRegion     string `form:"InRegion" check:"filter"` // a state or province: "CA"
	InRateCenter string `form:"InRateCenter" check:"filter"`
	InLATA       string `form:"InLata" check:"filter"`
	InLocality   string `form:"InLocality" check:"filter"` // a city, in every country that has places

	PageSize int        `form:"PageSize"` // 1 to 1,000; 0 leaves it to Twilio, which uses 50
	Cursor   string     `form:"-"`        // of an earlier page, instead of the filters
	Extra    url.Values `form:"-"`        // parameters that this package does not model
}

// Validate refuses filters that can find nothing.
func (p *AvailableListParams) Validate(problems *twilio.Problems) {
	if p.AreaCode != 0 && !isAreaCode(p.AreaCode) {
		problems.Add("AreaCode", "is no area code", areaCodeRemedy)
	}
	if p.Contains != "" && !isPattern(p.Contains) {
		problems.Add("Contains", "is no pattern", "give 2 to 16 digits, letters and wildcards, such as 555 or +1415*")
	}
	if p.NearLatLong != "" && !isLatLong(p.NearLatLong) {
		problems.Add("NearLatLong", "is no place", `give latitude and longitude in degrees, such as "37.84,-122.46"`)
	}
	if p.NearLatLong != "" && p.NearNumber != "" {
		problems.Add("NearLatLong", "is given beside NearNumber", "give one of the two")
	}
	const farthest = 500
	switch {
	case p.Distance > farthest:
		problems.Add("Distance", "is more than 500 miles", "give up to 500")
	case p.Distance > 0 && p.NearLatLong == "" && p.NearNumber == "":
		problems.Add("Distance", "is given without a place", "give NearNumber or NearLatLong as well")
	}
}

const areaCodeRemedy = "give three digits of the US or Canada, such as 415"

// isAreaCode reports three digits with which an area code can be dialled.
func isAreaCode(code int) bool {
	const first, last = 200, 999
	return first <= code && code <= last
}

// isPattern reports a text that Twilio can compare numbers with.
func isPattern(pattern string) bool {
	const shortest, longest = 2, 16
	signs := 0
	for i, c := range pattern {
		switch {
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			signs++
		case c == '*', c == '%', c == '+' && i == 0, c == '$' && i == len(pattern)-1:
		default:
			return false
		}
	}
	return signs >= shortest && len(pattern) <= longest
}

// isLatLong reports a latitude and a longitude in degrees.
func isLatLong(place string) bool {
	const north, east = 90, 180
	latitude, longitude, found := strings.Cut(place, ",")
	return found && isWithin(latitude, north) && isWithin(longitude, east)
}

// isWithin reports a number that is at most so far from zero.
func isWithin(text string, most float64) bool {
	n, err := strconv.ParseFloat(text, 64)
	return err == nil && -most <= n && n <= most
}

// List returns the first page of the numbers of a country that can be bought, or the page
// that Cursor names. The country is an ISO 3166-1 code: "US".
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
func (s *AvailableKind) List(ctx context.Context, country string, params AvailableListParams, opts ...twilio.CallOption) (*twilio.Page[AvailableNumber], error) {
	return twilio.InvokePage[AvailableNumber](ctx, s.c, s.list.On(country).With(&params), opts...)
}

// All ranges over the numbers of a country that can be bought, page by page as the loop
// gets to them. It stops after yielding an error. The country is an ISO 3166-1 code.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
func (s *AvailableKind) All(ctx context.Context, country string, params AvailableListParams, opts ...twilio.CallOption) iter.Seq2[*AvailableNumber, error] {
	return twilio.InvokeAll[AvailableNumber](ctx, s.c, s.list.On(country).With(&params), opts...)
}

// AvailableCountry is a country in which Twilio has numbers.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
type AvailableCountry struct {
	CountryCode     string            `json:"country_code"` // ISO 3166-1: US
	Country         string            `json:"country"`      // its name in English
	Beta            bool              `json:"beta"`         // all of its numbers are new to the platform
	SubresourceURIs map[string]string `json:"subresource_uris"`
	URI             string            `json:"uri"`
}

// Has reports that the country has numbers of a kind, under Twilio's name for it: "local",
// "mobile", "toll_free", "national", "voip", "shared_cost", "machine_to_machine".
func (c *AvailableCountry) Has(kind string) bool { return c.SubresourceURIs[kind] != "" }

// AvailableCountries tells in which countries Twilio has numbers.
type AvailableCountries struct{ c *twilio.Client }

var (
	availableCountryGet  = twilio.Operation{Name: "numbers.Available.Countries.Get", Method: http.MethodGet, Host: hostAPI, Path: availableCountryPath}
	availableCountryList = twilio.Operation{Name: "numbers.Available.Countries.List", Method: http.MethodGet, Host: hostAPI, Path: availablePath}
)

// Get returns a country and the kinds of numbers that it has. One in which Twilio has none
// matches [twilio.ErrNotFound]. The country is an ISO 3166-1 code.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
func (s *AvailableCountries) Get(ctx context.Context, country string, opts ...twilio.CallOption) (*AvailableCountry, error) {
	return twilio.Invoke[AvailableCountry](ctx, s.c, availableCountryGet.On(country), opts...)
}

// AvailableCountryList is all countries in which Twilio has numbers.
type AvailableCountryList struct {
	Countries []AvailableCountry `json:"countries"`
	URI       string             `json:"uri"`
}

// List returns the countries in which Twilio has numbers. They come at once, and not page
// by page.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
func (s *AvailableCountries) List(ctx context.Context, opts ...twilio.CallOption) (*AvailableCountryList, error) {
	return twilio.Invoke[AvailableCountryList](ctx, s.c, availableCountryList.On(), opts...)
}
