package twiliotest

import (
	"slices"
	"strconv"
	"time"

	"github.com/seed15d99369/twilio/twiml"
)

// cardBrand is how the numbers of a brand of cards begin, and how many digits they have.
type cardBrand struct {
	brand       twiml.CardType
	first, last int // the least and the greatest beginning, which have as many digits
	digits      int
}

// cardBrands are in an order in which the first that fits a number is its brand.
// https://www.twilio.com/docs/voice/twiml/pay#validcardtypes
func cardBrands() []cardBrand {
	return []cardBrand{
		{twiml.Visa, 4, 4, 16},
		{twiml.Mastercard, 51, 55, 16},
		{twiml.Mastercard, 2221, 2720, 16},
		{twiml.Amex, 34, 34, 15},
		{twiml.Amex, 37, 37, 15},
		{twiml.Discover, 6011, 6011, 16},
		{twiml.Discover, 644, 659, 16},
		{twiml.JCB, 3528, 3589, 16},
		{twiml.DinersClub, 300, 305, 14},
		{twiml.DinersClub, 36, 36, 14},
		{twiml.DinersClub, 38, 38, 14},
		{twiml.Enroute, 2014, 2014, 15},
		{twiml.Enroute, 2149, 2149, 15},
		{twiml.Maestro, 50, 50, 19},
		{twiml.Maestro, 56, 58, 19},
		{twiml.Maestro, 6, 6, 19},
	}
}

// usualCardDigits is how many digits the number of a card has whose brand is not known.
const usualCardDigits = 16

// brandOf is the brand of a number, which may have its first digits only, and how many
// digits it has. The brand is "" for an unknown one.
func brandOf(number string) (brand twiml.CardType, digits int) {
	for _, b := range cardBrands() {
		width := len(strconv.Itoa(b.first))
		if len(number) < width {
			continue
		}
		if begins, _ := strconv.Atoi(number[:width]); begins >= b.first && begins <= b.last {
			return b.brand, b.digits
		}
	}
	return "", usualCardDigits
}

// isLuhn checks the last digit of the number of a card.
func isLuhn(number string) bool {
	sum := 0
	for i := range len(number) {
		digit := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			digit *= 2
		}
		sum += digit/10 + digit%10
	}
	return sum%10 == 0
}

// shortestCard is the fewest digits that the number of a card has.
const shortestCard = 12

// judgeCard returns what is wrong with the number of a card, "" for nothing.
func judgeCard(number string, valid []twiml.CardType) twiml.PromptError {
	brand, digits := brandOf(number)
	switch {
	case len(number) < shortestCard, brand != twiml.Maestro && len(number) != digits, !isLuhn(number):
		return twiml.ErrorCardNumber
	case !slices.Contains(valid, brand):
		return twiml.ErrorCardType
	}
	return ""
}

// judgeExpiration returns what is wrong with a month and a year, MMYY, of which the whole
// month is valid.
func judgeExpiration(date string, now time.Time) twiml.PromptError {
	if len(date) != len("MMYY") {
		return twiml.ErrorDate
	}
	month, err := time.Parse("012006", date[:2]+"20"+date[2:])
	if err != nil || !now.Before(month.AddDate(0, 1, 0)) {
		return twiml.ErrorDate
	}
	return ""
}

// securityCodeDigits is how many digits the security code of a brand has.
func securityCodeDigits(brand twiml.CardType) int {
	if brand == twiml.Amex {
		return 4
	}
	return 3
}

// routingDigits is how many digits the number of a bank has.
const routingDigits = 9

// judgeRouting checks the last digit of the number of a bank in the United States.
// https://www.aba.com/about-us/routing-number
func judgeRouting(number string) twiml.PromptError {
	if len(number) != routingDigits {
		return twiml.ErrorRoutingNumber
	}
	sum := 0
	for i, weight := range [routingDigits]int{3, 7, 1, 3, 7, 1, 3, 7, 1} {
		sum += weight * int(number[i]-'0')
	}
	if sum%10 != 0 {
		return twiml.ErrorRoutingNumber
	}
	return ""
}

// The lengths of the number of an account.
const (
	shortestAccount = 4
	longestAccount  = 17
)

// judgeAccount checks the length of the number of an account.
func judgeAccount(number string) twiml.PromptError {
	if len(number) < shortestAccount || len(number) > longestAccount {
		return twiml.ErrorAccountNumber
	}
	return ""
}
