// Access-token is the server side of a calling app: it gives a user who has logged
// in a token for Twilio's Voice SDK, and shows what the token says:
//
//	go run ./examples/access-token
//
// Nothing leaves this machine. With -live the token is made for your own account and
// printed, to be used within the hour. It takes TWILIO_ACCOUNT_SID, TWILIO_API_KEY and
// TWILIO_API_SECRET, and for outgoing calls the TwiML app that they go to:
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
	fmt.Printf("a token of %d characters for %s, good for %s\n", len(jwt), claims.Identity, claims.ExpiresAt.Sub(claims.IssuedAt))
	for _, grant := range claims.Grants {
		fmt.Printf("  %T %+v\n", grant, grant)
	}
	if live {
		fmt.Println(jwt)
	}
	_, err = token.Verify(jwt, secret, time.Now().Add(2*time.Hour))
	fmt.Println("in two hours:", errors.Is(err, token.ErrExpired), "-", err)
	return nil
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

// logIn is what the app on the user's phone does.
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
