package segment

import (
	"strconv"
	"strings"
)

// maxPrice bounds the argument of Price, in bytes.
const maxPrice = 64

// PriceError says that a price is not a decimal number.
type PriceError struct {
	Price string // as it was passed, its first 64 bytes at most
}

// Error names the price and the remedy.
func (e *PriceError) Error() string {
	return "segment: the price per segment " + strconv.Quote(e.Price) +
		" is not a decimal number of at most 64 characters; write it with digits and a point, such as 0.0079"
}

// Price multiplies the price of one segment, such as "0.0079", by the number of segments.
// The result is exact and has as many decimals. A minus sign is kept, because Twilio's own
// prices are negative. Price fails with a [*PriceError] when the argument is not a decimal
// number.
//
// Twilio docs: https://www.twilio.com/docs/messaging/api/pricing
func (a Analysis) Price(perSegment string) (string, error) {
	digits, isNegative := strings.CutPrefix(perSegment, "-")
	if !isDecimal(digits) || len(perSegment) > maxPrice {
		return "", &PriceError{Price: perSegment[:min(len(perSegment), maxPrice)]}
	}
	product := multiply(digits, max(a.Segments, 0))
	if isNegative {
		product = "-" + product
	}
	return product, nil
}

// isDecimal accepts digits, and a point with digits on both sides.
func isDecimal(s string) bool {
	whole, fraction, hasPoint := strings.Cut(s, ".")
	return isDigits(whole) && (!hasPoint || isDigits(fraction))
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// multiply works from the last digit to the first, as on paper, and leaves the point
// where it is.
func multiply(decimal string, by int) string {
	product := []byte(decimal)
	carry := 0
	for i := len(product) - 1; i >= 0; i-- {
		if product[i] == '.' {
			continue
		}
		carry += int(product[i]-'0') * by
		product[i] = "0123456789"[carry%10]
		carry /= 10
	}
	whole := strings.TrimLeft(strconv.Itoa(carry)+string(product), "0")
	if whole == "" || whole[0] == '.' {
		whole = "0" + whole
	}
	return whole
}
