package twiliotest

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// pricingHandlerOf returns the handler of an operation on the price list, nil for all
// others.
func pricingHandlerOf(op *contract.Operation) handler {
	if op == nil || !strings.HasPrefix(op.Spec, "pricing_") {
		return nil
	}
	switch op.ID {
	case "FetchMessagingCountry":
		return inPriceList((*Sim).messagingPrices)
	case "FetchPhoneNumberCountry":
		return inPriceList((*Sim).phoneNumberPrices)
	case "FetchVoiceCountry":
		return inPriceList((*Sim).voicePrices)
	case "FetchTrunkingCountry":
		return inPriceList((*Sim).trunkingPrices)
	case "FetchVoiceNumber":
		return ofNumberPrices((*Sim).voiceNumberPrices)
	case "FetchTrunkingNumber":
		return ofNumberPrices((*Sim).trunkingNumberPrices)
	}
	return (*Sim).listPricedCountries
}

// priced is a country with prices.
type priced struct {
	country
	priceList

	number string // that was asked for, "" for the country
}

// inPriceList lets a handler show the prices of the country that the path names.
func inPriceList(show func(*Sim, *request, priced) map[string]any) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		c, known := countryNamed(r.ids["IsoCountry"])
		if !known {
			return nil, r.absent()
		}
		return s.showPrices(r, priced{country: c, priceList: s.pricesIn(c.iso)}, show), nil
	}
}

// ofNumberPrices lets a handler show the prices of the number that the path names.
func ofNumberPrices(show func(*Sim, *request, priced) map[string]any) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		number := r.ids["DestinationNumber"] + r.ids["Number"] // of v2 and of v1
		c, known := countryOf(number)
		if !known || !e164.MatchString(number) {
			return nil, &apiError{status: http.StatusNotFound, code: 20404, message: "There are no prices for the number"}
		}
		return s.showPrices(r, priced{country: c, priceList: s.pricesIn(c.iso), number: number}, show), nil
	}
}

// showPrices adds the members that all prices have.
func (s *Sim) showPrices(r *request, p priced, show func(*Sim, *request, priced) map[string]any) map[string]any {
	shown := show(s, r, p)
	shown["country"], shown["iso_country"] = p.name, p.iso
	shown["price_unit"], shown["url"] = s.config.currency, r.address()
	return shown
}

// priceJSON is a price. The account has no discount.
func priceJSON(price money, more map[string]any) map[string]any {
	shown := map[string]any{"base_price": json.Number(price.String()), "current_price": json.Number(price.String())}
	maps.Copy(shown, more)
	return shown
}

// ofType is a price for one type of numbers.
func ofType(numberType string, price money) map[string]any {
	return priceJSON(price, map[string]any{"number_type": numberType})
}

func (s *Sim) messagingPrices(_ *request, p priced) map[string]any {
	outbound := map[string]any{"carrier": "Other", "mcc": "", "mnc": "", "prices": []any{ofType("local", p.sms), ofType("mobile", p.sms), ofType("shortcode", p.sms)}}
	return map[string]any{
		"outbound_sms_prices": []any{outbound},
		"inbound_sms_prices":  []any{ofType("local", p.inboundSMS), ofType("mobile", p.inboundSMS), ofType("shortcode", p.inboundSMS)},
	}
}

func (s *Sim) phoneNumberPrices(_ *request, p priced) map[string]any {
	return map[string]any{"phone_number_prices": []any{
		ofType("local", p.localNumber), ofType("mobile", p.mobileNumber), ofType("toll free", p.tollFreeNumber),
	}}
}

// inboundCallPrices are those of the types of numbers that are called.
func (p priced) inboundCallPrices() []any {
	return []any{ofType("local", p.inboundCall), ofType("mobile", p.inboundCall), ofType("toll free", p.inboundCall)}
}

// prefixPrice is the price of calls to the country, whose names and members differ by the
// version.
func (p priced) prefixPrice(version, product string) map[string]any {
	prefixes := []string{p.calling}
	more := map[string]any{"friendly_name": product + " - " + p.name}
	if version == "v1" {
		more["prefixes"] = prefixes
	} else {
		more["destination_prefixes"], more["origination_prefixes"] = prefixes, []string{"ALL"}
	}
	return priceJSON(p.call, more)
}

func (s *Sim) voicePrices(r *request, p priced) map[string]any {
	version := strings.TrimPrefix(r.op.Spec, "pricing_")
	return map[string]any{
		"outbound_prefix_prices": []any{p.prefixPrice(version, "Programmable Outbound Minute")}, "inbound_call_prices": p.inboundCallPrices(),
	}
}

func (s *Sim) trunkingPrices(_ *request, p priced) map[string]any {
	return map[string]any{
		"terminating_prefix_prices": []any{p.prefixPrice("v2", "Elastic SIP Trunking Minute")}, "originating_call_prices": p.inboundCallPrices(),
	}
}

// inboundTo is the price of a call to a number if it is one of the account's, else null.
func (s *Sim) inboundTo(p priced) any {
	if s.numbers[p.number] == nil {
		return nil
	}
	numberType := "local"
	if isTollFree(p.number) {
		numberType = "toll free"
	}
	return ofType(numberType, p.inboundCall)
}

func (s *Sim) voiceNumberPrices(r *request, p priced) map[string]any {
	if r.op.Spec == "pricing_v1" {
		return map[string]any{"number": p.number, "outbound_call_price": priceJSON(p.call, nil), "inbound_call_price": s.inboundTo(p)}
	}
	return map[string]any{
		"destination_number": p.number, "origination_number": orNull(r.query.Get("OriginationNumber")), "inbound_call_price": s.inboundTo(p),
		"outbound_call_prices": []any{priceJSON(p.call, map[string]any{"origination_prefixes": []string{"ALL"}})},
	}
}

func (s *Sim) trunkingNumberPrices(r *request, p priced) map[string]any {
	return map[string]any{
		"destination_number": p.number, "origination_number": orNull(r.query.Get("OriginationNumber")), "originating_call_price": s.inboundTo(p),
		"terminating_prefix_prices": []any{p.prefixPrice("v2", "Elastic SIP Trunking Minute")},
	}
}

func (s *Sim) listPricedCountries(r *request) (any, *apiError) {
	path := r.resource()
	return pageOf(r, path, "countries", countryCodes(), func(iso string) string { return iso }, func(iso string) any {
		return map[string]any{"country": s.pricesIn(iso).name, "iso_country": iso, "url": r.origin() + path + "/" + iso}
	})
}
