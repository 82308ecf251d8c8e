package token_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/token"
)

const (
	accountSID = account
	keySID     = key
	keySecret  = secret
)

func ExampleSigner_Sign() {
	signer, err := token.NewSigner(accountSID, keySID, keySecret) // once, when the program starts
	if err != nil {
		log.Fatal(err)
	}
	jwt, err := signer.Sign(token.Access{
		Identity: "alice",
		Grants: []token.Grant{
			token.VoiceGrant{Incoming: true, OutgoingApplicationSID: "AP00000000000000000000000000000000"},
			token.VideoGrant{Room: "daily"},
		},
	})
	if err != nil {
		log.Fatal(err)
	}

	claims, err := token.Verify(jwt, keySecret, time.Now())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(claims.Identity, claims.ExpiresAt.Sub(claims.IssuedAt), len(claims.Grants))
	// Output: alice 1h0m0s 2
}

func ExampleSigner_Sign_handler() {
	signer, err := token.NewSigner(accountSID, keySID, keySecret)
	if err != nil {
		log.Fatal(err)
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, _, ok := r.BasicAuth() // stands for your own login
		if !ok {
			http.Error(w, "log in first", http.StatusUnauthorized)
			return
		}
		jwt, err := signer.Sign(token.Access{Identity: user, Grants: []token.Grant{token.VoiceGrant{Incoming: true}}})
		if err != nil {
			http.Error(w, "no token", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		_, _ = io.WriteString(w, jwt)
	})

	request := httptest.NewRequest(http.MethodPost, "/token", http.NoBody)
	request.SetBasicAuth("alice", "x")
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	claims, err := token.Verify(answer.Body.String(), keySecret, time.Now())
	fmt.Println(claims.Identity, len(claims.Grants), err)
	// Output: alice 1 <nil>
}

func ExampleSigner_Sign_conversations() {
	signer, err := token.NewSigner(accountSID, keySID, keySecret, token.WithRegion("ie1"))
	if err != nil {
		log.Fatal(err)
	}
	jwt, err := signer.Sign(token.Access{
		Identity: "alice",
		TTL:      15 * time.Minute,
		Grants:   []token.Grant{token.ChatGrant{ServiceSID: "IS00000000000000000000000000000000"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	claims, err := token.Verify(jwt, keySecret, time.Now())
	fmt.Println(claims.Region, err)
	// Output: ie1 <nil>
}

func ExampleNewSigner_swapped() {
	_, err := token.NewSigner(keySID, accountSID, keySecret)
	fmt.Println(err)
	// Output: token: NewSigner: accountSID is the SID of an API key: the account's SID, AC…, comes first and the key's second: the two are swapped; keySID is an account SID: give the SID of an API key, SK…; access tokens cannot be signed with the account's own credentials
}

func ExampleWithClock() {
	friday := time.Date(2026, time.January, 2, 9, 0, 0, 0, time.UTC)
	signer, err := token.NewSigner(accountSID, keySID, keySecret, token.WithClock(func() time.Time { return friday }))
	if err != nil {
		log.Fatal(err)
	}
	jwt, err := signer.Sign(token.Access{Identity: "alice", Grants: []token.Grant{token.VoiceGrant{Incoming: true}}})
	if err != nil {
		log.Fatal(err)
	}
	_, err = token.Verify(jwt, keySecret, friday.Add(2*time.Hour))
	fmt.Println(err)
	// Output: token: expired: the token ended at 2026-01-02T10:00:00Z
}

// A client whose every request is signed with a private key.
func ExampleNewClientValidator() {
	text, err := os.ReadFile("private.pem")
	if err != nil {
		log.Fatal(err)
	}
	privateKey, err := token.ParsePrivateKey(text)
	if err != nil {
		log.Fatal(err)
	}
	validator, err := token.NewClientValidator(accountSID, keySID, "CR00000000000000000000000000000000", privateKey)
	if err != nil {
		log.Fatal(err)
	}
	client, err := twilio.New(accountSID, twilio.APIKey(keySID, keySecret), twilio.WithClientValidation(validator))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(client)
}

func ExampleLegacySigner_SignCapability() {
	signer, err := token.NewLegacySigner(accountSID, authToken)
	if err != nil {
		log.Fatal(err)
	}
	jwt, err := signer.SignCapability(token.Capability{
		ClientName:     "alice",
		Incoming:       true,
		ApplicationSID: "AP00000000000000000000000000000000",
	})
	if err != nil {
		log.Fatal(err)
	}
	claims, err := token.Verify(jwt, authToken, time.Now())
	fmt.Println(claims.Scope, err)
	// Output: scope:client:incoming?clientName=alice scope:client:outgoing?appSid=AP00000000000000000000000000000000&clientName=alice <nil>
}

func ExampleLegacySigner_SignTaskRouter() {
	signer, err := token.NewLegacySigner(accountSID, authToken)
	if err != nil {
		log.Fatal(err)
	}
	const workspaceSID, workerSID = "WS00000000000000000000000000000000", "WK00000000000000000000000000000000"
	jwt, err := signer.SignTaskRouter(token.TaskRouterCapability{
		WorkspaceSID: workspaceSID,
		ChannelSID:   workerSID,
		Policies:     token.WorkerPolicies(workspaceSID, workerSID),
	})
	if err != nil {
		log.Fatal(err)
	}
	_, err = token.Verify(jwt, authToken, time.Now())
	fmt.Println(err)
	// Output: <nil>
}
