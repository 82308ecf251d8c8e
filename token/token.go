// Package token makes Twilio's JSON Web Tokens: access tokens for its client SDKs in
// browsers and on phones, the signatures of public key client validation, and capability
// tokens for earlier SDKs.
//
// A server that gives each user who has logged in a token for calls, an hour long:
//
//	package main
//
//	import (
//		"log"
//		"net/http"
//		"os"
//
//		"github.com/seed15d99369/twilio/token"
//	)
//
//	func main() {
//		signer, err := token.NewSigner(os.Getenv("TWILIO_ACCOUNT_SID"), os.Getenv("TWILIO_API_KEY"), os.Getenv("TWILIO_API_SECRET"))
//		if err != nil {
//			log.Fatal(err)
//		}
//		http.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
//			user, _, ok := r.BasicAuth() // stands for your own login, which decides who the user is
//			if !ok {
//				http.Error(w, "log in first", http.StatusUnauthorized)
//				return
//			}
//			jwt, err := signer.Sign(token.Access{
//				Identity: user,
//				Grants:   []token.Grant{token.VoiceGrant{Incoming: true, OutgoingApplicationSID: os.Getenv("TWILIO_TWIML_APP_SID")}},
//			})
//			if err != nil {
//				log.Print(err)
//				http.Error(w, "no token", http.StatusInternalServerError)
//				return
//			}
//			w.Header().Set("Cache-Control", "no-store")
//			_, _ = w.Write([]byte(jwt))
//		})
//		log.Fatal(http.ListenAndServe(":8080", nil))
//	}
//
// The package does not use the network, except that the key of a [ClientValidator] may.
// Wrong arguments are a [*ParamError] that names each of them with a remedy, and a token
// that [Verify] refuses is a [*VerifyError]. Signers print without their secrets.
//
// Twilio docs: https://www.twilio.com/docs/iam/access-tokens and
// https://www.twilio.com/docs/iam/pkcv
package token
