package main

import (
	"context"
	"errors"
	"math/big"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/pricing"
)

// prices are what a segment costs, by country.
type prices struct {
	of      map[string]priceRange
	unit    string // the currency, "" when the price is the caller's
	why     string // where the prices are from
	problem string // why some are not known, "" when they are
}

// priceRange is what a segment costs at least and at most: carriers differ.
type priceRange struct{ low, high *big.Rat }

const priceTime = 30 * time.Second // for all countries together

// askPrices finds the prices of the countries of a plan: that of -price, or those of the account.
func (p *plan) askPrices(ctx context.Context) *prices {
	list := &prices{of: map[string]priceRange{}, why: "by Twilio's price list, without the fees of carriers"}
	if p.opts.price != "" {
		list.why = "at " + p.opts.price + " a segment"
		price, _ := new(big.Rat).SetString(p.opts.price) // it was checked
		for country := range p.count.countries {
			list.of[country] = priceRange{price, price}
		}
		return list
	}
	if p.client == nil {
		list.problem = "there are no credentials in the environment with which to ask"
		return list
	}
	ctx, cancel := context.WithTimeout(ctx, priceTime)
	defer cancel()
	messaging := pricing.New(p.client).Messaging
	for _, country := range p.count.countriesInOrder() {
		if country == "" {
			list.problem = "the country of some numbers is not known"
			continue
		}
		found, err := messaging.Get(ctx, country)
		switch {
		case errors.Is(err, twilio.ErrNotFound):
			list.problem = "Twilio's price list lacks some countries"
		case err != nil:
			list.problem = err.Error()
			return list
		default:
			list.unit = found.PriceUnit
			if r, ok := rangeOf(found, p.opts.speed.class); ok {
				list.of[country] = r
			}
		}
	}
	return list
}

// priceTypes are the types of numbers in the price list, by the class of a sender.
var priceTypes = map[string][]string{
	"long-code": {"local", "mobile"}, "toll-free": {"toll free", "tollfree"}, "short-code": {"shortcode", "short code"},
}

// rangeOf is what a segment to a country costs from senders of a class. Where the list does not
// name the class it is the range of all prices.
func rangeOf(country *pricing.MessagingCountry, class string) (all priceRange, ok bool) {
	var ofClass priceRange
	for _, carrier := range country.OutboundSMSPrices {
		for _, price := range carrier.Prices {
			value, known := price.CurrentPrice.Rat()
			if !known {
				continue
			}
			all.widen(value)
			for _, name := range priceTypes[class] {
				if price.NumberType == name {
					ofClass.widen(value)
				}
			}
		}
	}
	if ofClass.low != nil {
		return ofClass, true
	}
	return all, all.low != nil
}

func (r *priceRange) widen(value *big.Rat) {
	if r.low == nil || value.Cmp(r.low) < 0 {
		r.low = value
	}
	if r.high == nil || value.Cmp(r.high) > 0 {
		r.high = value
	}
}

// times is what segments cost.
func (r priceRange) times(segments int) priceRange {
	n := big.NewRat(int64(segments), 1)
	return priceRange{new(big.Rat).Mul(r.low, n), new(big.Rat).Mul(r.high, n)}
}

func (r priceRange) plus(other priceRange) priceRange {
	return priceRange{new(big.Rat).Add(r.low, other.low), new(big.Rat).Add(r.high, other.high)}
}

// in writes an amount with its currency.
func (r priceRange) in(unit string) string {
	text := amount(r.low)
	if high := amount(r.high); high != text {
		text += " to " + high
	}
	if unit != "" {
		text += " " + unit
	}
	return text
}

// amount has cents, and more digits where cents are too coarse.
func amount(r *big.Rat) string {
	const cents, fine = 2, 4
	if r.Cmp(big.NewRat(1, 1)) < 0 {
		return r.FloatString(fine)
	}
	return r.FloatString(cents)
}
