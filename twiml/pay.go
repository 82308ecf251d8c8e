package twiml

// Pay asks for a card or an account, digit by digit, and charges it. The numbers never
// reach your server.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/pay
type Pay struct {
	Input                PayInput
	Action               string
	BankAccountType      BankAccountType
	StatusCallback       string
	StatusCallbackMethod Method
	Timeout              int // seconds without a key
	MaxAttempts          int
	SecurityCode         Bool
	PostalCode           string // "true", "false", or the code itself
	MinPostalCodeLength  int
	PaymentConnector     string
	PaymentMethod        PaymentMethod
	TokenType            TokenType
	ChargeAmount         string // a decimal number; without it the card is only tokenized
	Currency             string // three letters, as in "usd"
	Description          string
	ValidCardTypes       []CardType
	Language             Language
	Children             []PayChild

	bare bare
}

// PayChild is an element that may stand in a [Pay]: [Prompt] and [Parameter].
type PayChild interface{ payChild() }

func (p *Pay) fields(c *codec) {
	c.open("Pay", p.bare)
	enum(c, "input", &p.Input)
	c.str("action", &p.Action)
	enum(c, "bankAccountType", &p.BankAccountType)
	c.str("statusCallback", &p.StatusCallback)
	enum(c, "statusCallbackMethod", &p.StatusCallbackMethod)
	c.num("timeout", &p.Timeout)
	c.num("maxAttempts", &p.MaxAttempts)
	c.boolean("securityCode", &p.SecurityCode)
	c.str("postalCode", &p.PostalCode)
	c.num("minPostalCodeLength", &p.MinPostalCodeLength)
	c.str("paymentConnector", &p.PaymentConnector)
	enum(c, "paymentMethod", &p.PaymentMethod)
	enum(c, "tokenType", &p.TokenType)
	c.str("chargeAmount", &p.ChargeAmount)
	c.str("currency", &p.Currency)
	c.str("description", &p.Description)
	list(c, "validCardTypes", &p.ValidCardTypes)
	enum(c, "language", &p.Language)
	children(c, &p.Children)
	c.close("Pay", &p.bare)
}

// Prompt replaces the words of a [Pay] at one of its steps.
//
// Twilio docs: https://www.twilio.com/docs/voice/twiml/pay/prompt
type Prompt struct {
	For                   PromptFor
	ErrorType             []PromptError
	CardType              []CardType
	Attempt               []int // the attempts that it is for, from 1
	RequireMatchingInputs Bool
	Children              []PromptChild

	bare bare
}

// PromptChild is an element that may stand in a [Prompt]: [Say], [Play] and [Pause].
type PromptChild interface{ promptChild() }

func (p *Prompt) fields(c *codec) {
	c.open("Prompt", p.bare)
	enum(c, "for", &p.For)
	list(c, "errorType", &p.ErrorType)
	list(c, "cardType", &p.CardType)
	c.numbers("attempt", &p.Attempt)
	c.boolean("requireMatchingInputs", &p.RequireMatchingInputs)
	children(c, &p.Children)
	c.close("Prompt", &p.bare)
}

// PayInput is how a [Pay] is answered.
type PayInput string

// The values of [PayInput].
const (
	PayDTMF PayInput = "dtmf"
)

// BankAccountType is the kind of account that a [Pay] charges.
type BankAccountType string

// The values of [BankAccountType].
const (
	ConsumerChecking   BankAccountType = "consumer-checking"
	ConsumerSavings    BankAccountType = "consumer-savings"
	CommercialChecking BankAccountType = "commercial-checking"
	CommercialSavings  BankAccountType = "commercial-savings"
)

// PaymentMethod is the means that a [Pay] charges.
type PaymentMethod string

// The values of [PaymentMethod].
const (
	ACHDebit   PaymentMethod = "ach-debit"
	CreditCard PaymentMethod = "credit-card"
)

// TokenType is the kind of token that a [Pay] makes of a card.
type TokenType string

// The values of [TokenType].
const (
	OneTime            TokenType = "one-time"
	Reusable           TokenType = "reusable"
	PaymentMethodToken TokenType = "payment-method"
)

// CardType is a brand of cards.
type CardType string

// The values of [CardType].
const (
	Visa       CardType = "visa"
	Mastercard CardType = "mastercard"
	Amex       CardType = "amex"
	Maestro    CardType = "maestro"
	Discover   CardType = "discover"
	Optima     CardType = "optima"
	JCB        CardType = "jcb"
	DinersClub CardType = "diners-club"
	Enroute    CardType = "enroute"
)

// PromptFor is a step of a [Pay].
type PromptFor string

// The values of [PromptFor].
const (
	ForCardNumber     PromptFor = "payment-card-number"
	ForExpirationDate PromptFor = "expiration-date"
	ForSecurityCode   PromptFor = "security-code"
	ForPostalCode     PromptFor = "postal-code"
	ForProcessing     PromptFor = "payment-processing"
	ForAccountNumber  PromptFor = "bank-account-number"
	ForRoutingNumber  PromptFor = "bank-routing-number"
)

// PromptError is why a step of a [Pay] is repeated.
type PromptError string

// The values of [PromptError].
const (
	ErrorTimeout        PromptError = "timeout"
	ErrorCardNumber     PromptError = "invalid-card-number"
	ErrorCardType       PromptError = "invalid-card-type"
	ErrorDate           PromptError = "invalid-date"
	ErrorSecurityCode   PromptError = "invalid-security-code"
	ErrorInternal       PromptError = "internal-error"
	ErrorInputMatching  PromptError = "input-matching-failed"
	ErrorRoutingNumber  PromptError = "invalid-bank-routing-number"
	ErrorAccountNumber  PromptError = "invalid-bank-account-number"
	ErrorDateValidation PromptError = "date-validation-failed"
)

func (Pay) verb()         {}
func (Pay) voiceVerb()    {}
func (Prompt) verb()      {}
func (Prompt) voiceVerb() {}
func (Prompt) payChild()  {}
