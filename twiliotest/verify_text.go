package twiliotest

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// verifyWords are the words of Verify in one language. {name}, {code}, {amount} and
// {payee} are filled in.
type verifyWords struct {
	locale string
	code   string // the message
	safe   string // added when the service warns against giving the code away
	pay    string // the message under PSD2
}

// verifyLanguages are the languages that the simulator knows, English first, which
// stands for all others. The wording outside English is the simulator's own.
// https://www.twilio.com/docs/verify/supported-languages
var verifyLanguages = [...]verifyWords{
	{
		"en", "Your {name} verification code is: {code}", ". Don't share this code with anyone; our employees will never ask for the code",
		"Your {name} code to pay {amount} to {payee} is: {code}",
	},
	{"de", "Ihr Bestätigungscode für {name} lautet: {code}", ". Geben Sie den Code nicht weiter", "Ihr Code von {name} für die Zahlung von {amount} an {payee} lautet: {code}"},
	{"es", "Su código de verificación para {name} es: {code}", ". No comparta el código", "Su código de {name} para pagar {amount} a {payee} es: {code}"},
	{"fr", "Votre code de vérification {name} est : {code}", ". Ne communiquez pas ce code", "Votre code {name} pour payer {amount} à {payee} est : {code}"},
	{"it", "Il tuo codice di verifica per {name} è: {code}", ". Non condividere il codice", "Il tuo codice {name} per pagare {amount} a {payee} è: {code}"},
	{"nl", "Uw verificatiecode voor {name} is: {code}", ". Deel de code niet", "Uw code van {name} om {amount} te betalen aan {payee} is: {code}"},
	{"pt", "O seu código de verificação {name} é: {code}", ". Não partilhe o código", "O seu código {name} para pagar {amount} a {payee} é: {code}"},
	{"pt-BR", "Seu código de verificação {name} é: {code}", ". Não compartilhe o código", "Seu código {name} para pagar {amount} a {payee} é: {code}"},
}

// languageOf is the language of a country's messages, "" for English.
func languageOf(country string) string {
	switch country {
	case "DE", "AT":
		return "de"
	case "ES", "MX", "AR", "CO", "CL", "PE":
		return "es"
	case "FR", "IT", "NL", "PT":
		return strings.ToLower(country)
	case "BR":
		return "pt-BR"
	}
	return ""
}

// localeFor is the language of a request's messages: of the parameter, or of the
// recipient's country.
func localeFor(r *request) string {
	if locale := r.form.Get("Locale"); locale != "" {
		return wordsIn(locale).locale
	}
	c, _ := countryOf(r.form.Get("To"))
	return wordsIn(languageOf(c.iso)).locale
}

// wordsIn finds the words of a locale, of its language, or else the English ones.
func wordsIn(locale string) verifyWords {
	language, _, _ := strings.Cut(locale, "-")
	found := verifyLanguages[0]
	for _, words := range verifyLanguages {
		switch {
		case strings.EqualFold(words.locale, locale):
			return words
		case strings.EqualFold(words.locale, language):
			found = words
		}
	}
	return found
}

// template is a text that an application may choose.
type template struct {
	sid      string
	name     string
	channels []string
	text     string
}

// verifyTemplates are those that every account has. Their variables are Twilio's.
// https://www.twilio.com/docs/verify/api/templates
var verifyTemplates = [...]template{
	{"HJ5a1d0000000000000000000000000001", "Verification with warning", []string{channelSMS}, "Your {{friendly_name}} verification code is: {{code}}. Keep it to yourself."},
	{"HJ5a1d0000000000000000000000000002", "Verification with expiry", []string{channelSMS, "voice"}, "{{code}} is your {{friendly_name}} code. It expires in {{ttl}} minutes."},
	{"HJ5a1d0000000000000000000000000003", "Password change", []string{channelSMS, "voice"}, "{{friendly_name}} code for your new password: {{code}}"},
}

func templateOf(sid string) *template {
	for i := range verifyTemplates {
		if verifyTemplates[i].sid == sid {
			return &verifyTemplates[i]
		}
	}
	return nil
}

// refuseVerifyText looks at the message and its language.
func (s *Sim) refuseVerifyText(r *request, service *verifyService) *apiError {
	sid, channel := r.form.Get("TemplateSid"), r.form.Get("Channel")
	locale := r.form.Get("Locale")
	language, _, _ := strings.Cut(locale, "-")
	switch {
	case sid != "" && templateOf(sid) == nil:
		return badRequest(templateNotFound, "Template not found: %s", sid)
	case sid != "" && channel != channelSMS && channel != channelCall && channel != channelAuto:
		return badRequest(templateNotOnSMS, "Templates are supported by the channels sms and call only")
	case channel == channelCall && locale != "" && !strings.HasPrefix(wordsIn(locale).locale, strings.ToLower(language)):
		return badRequest(localeNotSpoken, "The locale %s is not supported by channel call", locale)
	case utf8.RuneCountInString(s.verifyText(r, service, strings.Repeat("0", service.codeLength), channel)) > maxMessage:
		return badRequest(messageTooLong, "The verification message is longer than 500 characters")
	}
	return nil
}

// verifyText is the message with a code.
func (s *Sim) verifyText(r *request, service *verifyService, code, channel string) string {
	form := r.form
	name, words := service.friendlyName, wordsIn(localeFor(r))
	if own := form.Get("CustomFriendlyName"); own != "" {
		name = own
	}
	text := words.code
	if service.psd2Enabled {
		text = words.pay
	}
	if service.doNotShare && channel == channelSMS {
		text += words.safe
	}
	text = strings.NewReplacer("{name}", name, "{code}", code, "{amount}", form.Get("Amount"), "{payee}", form.Get("Payee")).Replace(text)
	if chosen := chosenTemplate(r, service, channel); chosen != nil {
		text = chosen.filled(form, name, code, s.config.verify.lasts())
	}
	if hash := form.Get("AppHash"); hash != "" {
		text = "<#> " + text + " " + hash // https://developers.google.com/identity/sms-retriever/verify
	}
	return text
}

// filled is the text of a template with its variables. An application gives values to
// those that are not Verify's own.
func (t *template) filled(form url.Values, name, code string, lasts time.Duration) string {
	values := map[string]string{}
	_ = json.Unmarshal([]byte(form.Get("TemplateCustomSubstitutions")), &values) // a value that is no text replaces nothing
	values["friendly_name"], values["code"], values["ttl"] = name, code, strconv.Itoa(int(lasts/time.Minute))
	fill := make([]string, 0, 2*len(values))
	for variable, value := range values {
		fill = append(fill, "{{"+variable+"}}", value)
	}
	return strings.NewReplacer(fill...).Replace(t.text)
}

// chosenTemplate is the one of the request or else of the service, nil for none.
func chosenTemplate(r *request, service *verifyService, channel string) *template {
	switch sid := r.form.Get("TemplateSid"); {
	case sid != "":
		return templateOf(sid)
	case channel == channelSMS:
		return templateOf(service.defaultTemplate)
	}
	return nil
}

type templateJSON struct {
	SID          string                     `json:"sid"`
	AccountSID   string                     `json:"account_sid"`
	FriendlyName string                     `json:"friendly_name"`
	Channels     []string                   `json:"channels"`
	Translations map[string]translationJSON `json:"translations"`
}

type translationJSON struct {
	IsDefault   bool    `json:"is_default_translation"`
	Status      string  `json:"status"`
	Locale      string  `json:"locale"`
	Text        string  `json:"text"`
	DateCreated *string `json:"date_created"`
	DateUpdated *string `json:"date_updated"`
}

func (s *Sim) listTemplates(r *request) (any, *apiError) {
	var found []template
	for _, t := range verifyTemplates {
		if name := r.query.Get("FriendlyName"); name == "" || name == t.name {
			found = append(found, t)
		}
	}
	begun := iso8601(s.begun)
	return pageOf(r, r.resource(), "templates", found, func(t template) string { return t.sid }, func(t template) any {
		english := translationJSON{IsDefault: true, Status: verificationApproved, Locale: "en", Text: t.text, DateCreated: begun, DateUpdated: begun}
		return templateJSON{SID: t.sid, AccountSID: r.account, FriendlyName: t.name, Channels: t.channels, Translations: map[string]translationJSON{"en": english}}
	})
}
