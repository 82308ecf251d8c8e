// Access-token is the server side of a calling app: it gives a user who has logged
// in a token for Twilio's Voice SDK, and shows the claims of the token:
//
//	go run ./examples/access-token
//
// Nothing leaves this machine. With -live the token is made for your own account and
// printed as a whole, to be used within the hour. It takes TWILIO_ACCOUNT_SID,
// TWILIO_API_KEY and TWILIO_API_SECRET, and for outgoing calls the TwiML app that they go to:
//
//	go run ./examples/access-token -live -application AP00000000000000000000000000000000
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"text/tabwriter"
	"time"

	"github.com/seed15d99369/twilio/token"
	"github.com/seed15d99369/twilio/twiliotest"
)

func main() {
	live := flag.Bool("live", false, "sign with the API key of the environment, and print the token")
	application := flag.String("application", "", "SID of the TwiML app that outgoing calls go to, AP…; without it there are none")
	flag.Parse()
	if err := run(*live, *application); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(live bool, application string) error {
	accountSID, keySID, secret, err := credentials(live)
	if err != nil {
		return err
	}
	signer, err := token.NewSigner(accountSID, keySID, secret)
	if err != nil {
		return err
	}
	server := httptest.NewServer(tokens(signer, application))
	defer server.Close()
	jwt, err := logIn(server.URL, "ada")
	if err != nil {
		return err
	}
	claims, err := token.Verify(jwt, secret, time.Now())
	if err != nil {
		return err
	}
	fmt.Printf("%s has logged in, and gets a token of %d characters: %s…\n\n", claims.Identity, len(jwt), jwt[:12])
	if err := show(claims); err != nil {
		return err
	}
	if _, err := token.Verify(jwt, secret, time.Now().Add(2*time.Hour)); errors.Is(err, token.ErrExpired) {
		fmt.Println("\nIn two hours the token has ended, and Twilio refuses it: the app has to fetch a new one in time.")
	}
	if live {
		fmt.Printf("\nThe whole token, for nobody but %s:\n%s\n", claims.Identity, jwt)
	}
	return nil
}

// show prints the claims, which everybody who holds the token can read. The key's secret
// signs the token and is not in it.
func show(claims *token.Claims) error {
	fmt.Println("The token says:")
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	for _, row := range [][2]string{
		{"user", claims.Identity},
		{"account", claims.Subject},
		{"signed by API key", claims.Issuer},
		{"valid from", claims.IssuedAt.Format(time.RFC1123)},
		{"valid until", claims.ExpiresAt.Format(time.RFC1123)},
	} {
		_, _ = fmt.Fprintf(table, "  %s\t%s\n", row[0], row[1])
	}
	for _, grant := range claims.Grants {
		if voice, ok := grant.(token.VoiceGrant); ok {
			_, _ = fmt.Fprintf(table, "  incoming calls\t%s\n", incoming(voice, claims.Identity))
			_, _ = fmt.Fprintf(table, "  outgoing calls\t%s\n", outgoing(voice))
		}
	}
	return table.Flush()
}

func incoming(voice token.VoiceGrant, identity string) string {
	if voice.Incoming {
		return "yes, those to client:" + identity
	}
	return "none"
}

func outgoing(voice token.VoiceGrant) string {
	if voice.OutgoingApplicationSID != "" {
		return "yes, through the TwiML app " + voice.OutgoingApplicationSID
	}
	return "none: no TwiML app is named (-application)"
}

// tokens answers those who have logged in. BasicAuth stands for your own login,
// which has to decide who the user is; never take the identity from the request.
func tokens(signer *token.Signer, applicationSID string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		if password != "correct horse battery staple" {
			http.Error(w, "log in first", http.StatusUnauthorized)
			return
		}
		jwt, err := signer.Sign(token.Access{
			Identity: user,
			Grants:   []token.Grant{token.VoiceGrant{Incoming: true, OutgoingApplicationSID: applicationSID}},
		})
		if err != nil {
			log.Print(err)
			http.Error(w, "no token", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		_, _ = io.WriteString(w, jwt)
	})
}

// logIn does the part of the app on the user's phone.
func logIn(address, user string) (jwt string, err error) {
	req, err := http.NewRequest(http.MethodPost, address, http.NoBody)
	if err != nil {
		return "", err
	}
	req.SetBasicAuth(user, "correct horse battery staple")
	resp, err := new(http.Client).Do(req)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the server answered %s", resp.Status)
	}
	return string(text), nil
}

func credentials(live bool) (accountSID, keySID, secret string, err error) {
	if live {
		return os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_API_KEY"), os.Getenv("TWILIO_API_SECRET"), nil
	}
	sim, err := twiliotest.Start()
	if err != nil {
		return "", "", "", err
	}
	keySID, secret = sim.APIKey()
	return sim.AccountSID(), keySID, secret, sim.Close()
}
