package control

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/format"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/twiliotest"
)

// productName is the name of a product of Twilio's in its hosts. Code for another host would
// send credentials to it.
var productName = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?$`)

// hidden stands in a snippet for a secret.
const hidden = "REDACTED"

// snippetOf is a request as code: as "go" a program, as "curl" a command. Both take the
// credentials from the environment. Secrets among the parameters are left out.
func snippetOf(r *twiliotest.Request, as string) (string, *problem) {
	if !productName.MatchString(r.Host) {
		return "", conflict("The request is for none of Twilio's products, so that there is no code for it.", "Choose another request.")
	}
	switch as {
	case "go":
		return goSnippet(r)
	case "curl":
		return curlSnippet(r), nil
	}
	return "", badField("as", "There is no such form of code.", "Give as=go or as=curl.")
}

// withoutSecrets is a form in which values that are secret are hidden.
func withoutSecrets(form url.Values) url.Values {
	shown := maps.Clone(form)
	for name := range shown {
		if isSecret(name) {
			shown[name] = []string{hidden}
		}
	}
	return shown
}

var secretName = regexp.MustCompile(`(?i)(?:password|passphrase|secret|token|privatekey|certificate)$`)

func isSecret(name string) bool {
	return secretName.MatchString(strings.NewReplacer("_", "", "-", "").Replace(name))
}

// jsonWithoutSecrets is a body of JSON in which values that are secret are hidden.
func jsonWithoutSecrets(text json.RawMessage) string {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return "{}"
	}
	hideIn(value)
	shown, _ := encode(value)
	return string(bytes.TrimSpace(shown))
}

func hideIn(value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if _, isText := inner.(string); isText && isSecret(name) {
				v[name] = hidden
			}
			hideIn(inner)
		}
	case []any:
		for _, inner := range v {
			hideIn(inner)
		}
	}
}

// addressOf is the address of a request in two parts, between which the account's SID stands;
// found is false when it names no account of its own.
func addressOf(r *twiliotest.Request) (before, after string, found bool) {
	address := "https://" + r.Host + ".twilio.com" + r.Path
	if len(r.Query) > 0 {
		address += "?" + withoutSecrets(r.Query).Encode()
	}
	if r.Account == "" {
		return address, "", false
	}
	before, after, found = strings.Cut(address, "/"+r.Account)
	if !found {
		return address, "", false
	}
	return before + "/", after, true
}

// curlSnippet is a command for a shell as POSIX has it.
func curlSnippet(r *twiliotest.Request) string {
	before, after, found := addressOf(r)
	address := shellQuote(before)
	if found {
		address += `"$TWILIO_ACCOUNT_SID"` + shellQuote(after)
	}
	lines := []string{"curl --globoff -X " + shellQuote(r.Method) + " " + address, `-u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN"`}
	if r.JSON != nil {
		lines = append(lines, "-H 'Content-Type: application/json'", "--data-raw "+shellQuote(jsonWithoutSecrets(r.JSON)))
	}
	form := withoutSecrets(r.Form)
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			lines = append(lines, curlParam(name, value))
		}
	}
	return strings.Join(lines, " \\\n  ") + "\n"
}

// curlParam is a parameter of a form. The name is escaped, because curl takes an @ in it for a
// file; a value that a shell cannot hold is escaped, too.
func curlParam(name, value string) string {
	if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }) {
		return "--data-raw " + shellQuote(url.QueryEscape(name)+"="+url.QueryEscape(value))
	}
	return "--data-urlencode " + shellQuote(url.QueryEscape(name)+"="+value)
}

// plainWord needs no quotation marks in a shell.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9]+$`)

// shellQuote is a text as one word of a shell, in which nothing is replaced.
func shellQuote(text string) string {
	if plainWord.MatchString(text) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// goSnippet is a whole program: with the SDK for messages and calls that are created, and with
// net/http for the rest.
func goSnippet(r *twiliotest.Request) (string, *problem) {
	source := httpProgram(r)
	if operation := sdkCall(r); operation != "" {
		source = fmt.Sprintf(sdkProgram, operation)
	}
	formatted, err := format.Source([]byte(source))
	if err != nil {
		return "", conflict("The request cannot be written as Go.", "Give as=curl.")
	}
	return string(formatted), nil
}

const sdkProgram = `package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/seed15d99369/twilio"
)

func main() {
	client, err := twilio.New(os.Getenv("TWILIO_ACCOUNT_SID"), twilio.AuthToken(os.Getenv("TWILIO_AUTH_TOKEN")))
	if err != nil {
		log.Fatal(err)
	}
	created, err := %s
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(created.SID)
}
`

var createdAt = regexp.MustCompile(`^/2010-04-01/Accounts/[^/]+/(Messages|Calls)\.json$`)

// sdkCall is the call of the SDK for a request, "" for one that this package writes with
// net/http.
func sdkCall(r *twiliotest.Request) string {
	match := createdAt.FindStringSubmatch(r.Path)
	if r.Method != http.MethodPost || r.Host != "api" || match == nil || len(r.Query) > 0 || r.JSON != nil {
		return ""
	}
	if match[1] == "Messages" {
		return "client.Messages.Create(context.Background(), " + literal(reflect.TypeFor[twilio.MessageCreateParams](), r.Form) + ")"
	}
	return "client.Calls.Create(context.Background(), " + literal(reflect.TypeFor[twilio.CallCreateParams](), r.Form) + ")"
}

// literal writes a form as a struct of the SDK: texts and lists of texts in its fields, and all
// other parameters in Extra.
func literal(t reflect.Type, form url.Values) string {
	extra := withoutSecrets(form)
	var b strings.Builder
	fmt.Fprintf(&b, "twilio.%s{\n", t.Name())
	for i := range t.NumField() {
		field := t.Field(i)
		name := field.Tag.Get("form")
		values := extra[name]
		switch {
		case len(values) == 1 && values[0] != "" && field.Type.Kind() == reflect.String:
			fmt.Fprintf(&b, "%s: %s,\n", field.Name, strconv.Quote(values[0]))
		case len(values) > 0 && field.Type == reflect.TypeFor[[]string]():
			fmt.Fprintf(&b, "%s: %s,\n", field.Name, quoteAll(values))
		default:
			continue
		}
		delete(extra, name)
	}
	if len(extra) > 0 {
		fmt.Fprintf(&b, "Extra: %s,\n", formLiteral(extra))
	}
	return b.String() + "}"
}

func quoteAll(values []string) string { return "[]string{" + listed(values) + "}" }

func listed(values []string) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = strconv.Quote(value)
	}
	return strings.Join(quoted, ", ")
}

// formLiteral writes a form as url.Values.
func formLiteral(form url.Values) string {
	var b strings.Builder
	b.WriteString("map[string][]string{\n")
	for _, name := range slices.Sorted(maps.Keys(form)) {
		fmt.Fprintf(&b, "%s: {%s},\n", strconv.Quote(name), listed(form[name]))
	}
	return b.String() + "}"
}

// httpProgram is a request with net/http.
func httpProgram(r *twiliotest.Request) string {
	before, after, found := addressOf(r)
	address := strconv.Quote(before)
	if found {
		address += ` + os.Getenv("TWILIO_ACCOUNT_SID") + ` + strconv.Quote(after)
	}
	body, media := `url.Values(`+formLiteral(withoutSecrets(r.Form))+`).Encode()`, "application/x-www-form-urlencoded"
	imports := `"net/url"`
	if r.JSON != nil {
		body, media, imports = strconv.Quote(jsonWithoutSecrets(r.JSON)), "application/json", ""
	}
	return fmt.Sprintf(httpSource, imports, strconv.Quote(r.Method), address, body, media)
}

const httpSource = `package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	%[1]s
	"os"
	"strings"
	"time"
)

func main() {
	body := %[4]s
	req, err := http.NewRequestWithContext(context.Background(), %[2]s, %[3]s, strings.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	req.SetBasicAuth(os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_AUTH_TOKEN"))
	req.Header.Set("Content-Type", "%[5]s")
	resp, err := (&http.Client{Timeout: 30 * time.Second}).Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(resp.Status, string(answer))
}
`
