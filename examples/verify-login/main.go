// Verify-login is a web application in which people sign in with a code that is sent to
// their phone. The program shows somebody who types a wrong code, signs in, tries an old
// code, and tries too often:
//
//	go run ./examples/verify-login
//
// It talks to the simulator and needs no account. With -live it sends a code to the
// phone -to and asks for it in the terminal; the Verify Service is the one in
// TWILIO_VERIFY_SERVICE_SID.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/seed15d99369/twilio/examples/internal/demo"
	"github.com/seed15d99369/twilio/verify"
)

func main() { demo.Run(login) }

func login(ctx context.Context, d *demo.Demo) error {
	service := os.Getenv("TWILIO_VERIFY_SERVICE_SID")
	if d.Sim != nil {
		service = d.Sim.VerifyService("Owl Bank")
	}
	if service == "" {
		return errors.New("set TWILIO_VERIFY_SERVICE_SID to the SID of your Verify Service, VA…")
	}
	a := &app{verify: verify.New(d.Client), service: service}
	p := &person{demo: d, handler: a.handler()}
	if err := p.signIn(ctx); err != nil || d.Sim == nil {
		return err
	}
	return p.tryTooOften(ctx)
}

// person is somebody with a browser and a phone.
type person struct {
	demo    *demo.Demo
	handler http.Handler
	cookies []*http.Cookie
}

// signIn enters a wrong code, then the right one, then the right one again.
func (p *person) signIn(ctx context.Context) error {
	p.post(ctx, "/start", "phone", p.demo.To)
	code, err := p.receive(ctx)
	if err != nil {
		return err
	}
	if p.demo.Sim != nil {
		p.post(ctx, "/check", "code", mistyped(code))
	}
	p.post(ctx, "/check", "code", code)
	p.post(ctx, "/check", "code", code)
	return nil
}

// tryTooOften guesses until the application says that it is enough, and comes back when
// the code has expired.
func (p *person) tryTooOften(ctx context.Context) error {
	fmt.Println("\nSomebody guesses:")
	p.post(ctx, "/start", "phone", p.demo.To)
	code, err := p.receive(ctx)
	if err != nil {
		return err
	}
	for range 6 {
		p.post(ctx, "/check", "code", mistyped(code))
	}
	fmt.Println("\nTen minutes later:")
	if err := p.demo.Sleep(ctx, 10*time.Minute); err != nil {
		return err
	}
	p.post(ctx, "/check", "code", code)
	p.post(ctx, "/start", "phone", p.demo.To)
	if code, err = p.receive(ctx); err != nil {
		return err
	}
	p.post(ctx, "/check", "code", code)
	return nil
}

// receive is the code on the person's phone.
func (p *person) receive(ctx context.Context) (code string, err error) {
	if p.demo.Sim != nil {
		return p.demo.Sim.Phone(p.demo.To).WaitCode(ctx)
	}
	fmt.Print("The code that you received: ")
	_, err = fmt.Scanln(&code)
	return code, err
}

// post fills in one field of a form in the browser, and prints the answer.
func (p *person) post(ctx context.Context, path, field, value string) {
	form := url.Values{field: {value}}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, cookie := range p.cookies {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	if set := w.Result().Cookies(); len(set) > 0 {
		p.cookies = set
	}
	fmt.Printf("%-6s %-14s %s\n", strings.TrimPrefix(path, "/"), value, w.Body)
}

// mistyped is the code with another last digit.
func mistyped(code string) string {
	last := code[len(code)-1]
	return code[:len(code)-1] + string('0'+(last-'0'+1)%10)
}
