package twiliotest

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 6238 asks for it
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// totp is how a factor makes its codes. https://www.rfc-editor.org/rfc/rfc6238
type totp struct {
	secret    []byte
	algorithm string // sha1, sha256 or sha512
	digits    int
	step      time.Duration
}

// at returns the code at a time.
func (t totp) at(now time.Time) string { return t.code(now.Unix() / int64(t.step/time.Second)) }

// code is that of one step. https://www.rfc-editor.org/rfc/rfc4226#section-5.3
func (t totp) code(step int64) string {
	mac := hmac.New(hashNamed(t.algorithm), t.secret)
	_ = binary.Write(mac, binary.BigEndian, step) // a hash takes everything
	sum := mac.Sum(nil)
	offset := sum[len(sum)-1] & 0x0f
	const sign = 1<<31 - 1
	number, modulus := binary.BigEndian.Uint32(sum[offset:])&sign, uint32(1)
	for range t.digits {
		modulus *= 10
	}
	return fmt.Sprintf("%0*d", t.digits, number%modulus)
}

// matches says that a code is right now, or was or will be within so many steps.
func (t totp) matches(code string, now time.Time, skew int) bool {
	step := now.Unix() / int64(t.step/time.Second)
	for difference := -skew; difference <= skew; difference++ {
		if equal(code, t.code(step+int64(difference))) {
			return true
		}
	}
	return false
}

func hashNamed(algorithm string) func() hash.Hash {
	switch algorithm {
	case "sha256":
		return sha256.New
	case "sha512":
		return sha512.New
	}
	return sha1.New
}

// secretEncoding is base32 as authenticator apps have it.
var secretEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// newSecret returns a secret that looks random and is the same in every run; s.mu is
// held.
func (s *Sim) newSecret() string {
	s.serial++
	const bytes = 20 // as RFC 4226 recommends
	raw, _ := hex.DecodeString(s.digest("secret", s.serial) + s.digest("more of it", s.serial))
	return secretEncoding.EncodeToString(raw[:bytes])
}

// readSecret reads the secret that an application gives.
func readSecret(text string) ([]byte, error) {
	raw, err := secretEncoding.DecodeString(strings.ToUpper(strings.TrimRight(text, "=")))
	if err != nil || len(raw) == 0 {
		return nil, errors.New("it is not base32")
	}
	return raw, nil
}

// Authenticator is somebody's authenticator app with one account in it.
type Authenticator struct {
	sim  *Sim
	totp totp
}

// Authenticator returns an authenticator app that has scanned the uri of a TOTP
// factor: otpauth://totp/…. Its codes are those of RFC 6238 on the simulator's clock.
// Another address fails the test; in a program the codes are then "".
//
// Twilio docs: https://www.twilio.com/docs/verify/quickstarts/totp
func (s *Sim) Authenticator(uri string) *Authenticator {
	if s.t != nil {
		s.t.Helper()
	}
	read, err := readTOTP(uri)
	if err != nil {
		s.fatalf("twiliotest: Authenticator: %v", err) // without the address, which holds the secret
	}
	return &Authenticator{sim: s, totp: read}
}

// Code returns the code that the app shows now.
func (a *Authenticator) Code() string {
	if a.totp.step == 0 {
		return ""
	}
	return a.totp.at(a.sim.Clock.Now())
}

// readTOTP reads an address that the app has scanned.
// https://github.com/google/google-authenticator/wiki/Key-Uri-Format
func readTOTP(uri string) (totp, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" {
		return totp{}, errors.New("the address is no otpauth://totp/")
	}
	query := u.Query()
	secret, err := readSecret(query.Get("secret"))
	if err != nil {
		return totp{}, fmt.Errorf("the secret of the address: %w", err)
	}
	digits, period := atoi(query.Get("digits"), defaultCodeLength), atoi(query.Get("period"), defaultTimeStep)
	const fewest, most, longest = 3, 8, 3600 // seconds: apps take no period beyond an hour
	if digits < fewest || digits > most || period < 1 || period > longest {
		return totp{}, errors.New("the digits or the period of the address are out of bounds")
	}
	return totp{secret: secret, algorithm: strings.ToLower(query.Get("algorithm")), digits: digits, step: time.Duration(period) * time.Second}, nil
}

// uri is the address that an authenticator app scans.
func (t totp) uri(issuer, name, secret string) string {
	label := url.PathEscape(issuer) + ":" + url.PathEscape(name)
	return "otpauth://totp/" + label + "?secret=" + secret + "&issuer=" + url.PathEscape(issuer) + "&algorithm=" + strings.ToUpper(t.algorithm) +
		"&digits=" + strconv.Itoa(t.digits) + "&period=" + strconv.Itoa(int(t.step/time.Second))
}
