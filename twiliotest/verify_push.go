package twiliotest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
)

// PushDevice is somebody's device with an app that answers push challenges. It signs the
// values that the application under test passes on to Twilio, as a device would:
//
//	device := sim.PushDevice()
//	// Binding.PublicKey of the factor: device.PublicKey()
//	// AuthPayload of the factor's update: device.VerifyFactor(factorSID)
//	// AuthPayload of the challenge's update: device.Approve(challengeSID)
//
// Twilio has not published the form of the signatures that its own library makes. The
// simulator accepts the signatures of this device, made with the key of the factor.
//
// Twilio docs: https://www.twilio.com/docs/verify/push
type PushDevice struct{ key *ecdsa.PrivateKey }

// PushDevice returns a new device with a key of its own.
func (s *Sim) PushDevice() *PushDevice {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		s.fatalf("twiliotest: PushDevice: %v", err)
	}
	return &PushDevice{key: key}
}

// PublicKey returns the device's key for Binding.PublicKey: P-256, PKIX, base64.
func (d *PushDevice) PublicKey() string {
	der, err := x509.MarshalPKIXPublicKey(&d.key.PublicKey)
	if err != nil {
		return "" // it is a P-256 key, which can be written
	}
	return base64.StdEncoding.EncodeToString(der)
}

// VerifyFactor returns the AuthPayload that verifies a factor: its SID, signed.
func (d *PushDevice) VerifyFactor(factorSID string) string {
	sum := sha256.Sum256([]byte(factorSID))
	signature, err := ecdsa.SignASN1(rand.Reader, d.key, sum[:])
	if err != nil {
		return "" // nothing in it can fail
	}
	return base64.StdEncoding.EncodeToString(signature)
}

// Approve returns the AuthPayload that approves a challenge.
func (d *PushDevice) Approve(challengeSID string) string {
	return d.answer(challengeSID, challengeIsApproved)
}

// Deny returns the AuthPayload that denies a challenge.
func (d *PushDevice) Deny(challengeSID string) string {
	return d.answer(challengeSID, challengeIsDenied)
}

// pushAnswer is the answer of a device to a challenge.
type pushAnswer struct {
	SID    string `json:"sid"`
	Status string `json:"status"`
}

// answer is a JSON Web Token with ES256. https://www.rfc-editor.org/rfc/rfc7515
func (d *PushDevice) answer(challengeSID, status string) string {
	payload, err := json.Marshal(pushAnswer{SID: challengeSID, Status: status})
	if err != nil {
		return "" // texts can be written
	}
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"ES256","typ":"JWT"}`)) + "." + encode(payload)
	sum := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, d.key, sum[:])
	if err != nil {
		return "" // nothing in it can fail
	}
	signature := make([]byte, signatureBytes)
	r.FillBytes(signature[:signatureBytes/2])
	s.FillBytes(signature[signatureBytes/2:])
	return signed + "." + encode(signature)
}

// signatureBytes is the length of a signature with ES256.
// https://www.rfc-editor.org/rfc/rfc7518#section-3.4
const signatureBytes = 64

// readPublicKey reads a key as PushDevice.PublicKey writes it.
func readPublicKey(text string) (*ecdsa.PublicKey, error) {
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	read, err := x509.ParsePKIXPublicKey(der)
	key, isECDSA := read.(*ecdsa.PublicKey)
	if err != nil || !isECDSA || key.Curve != elliptic.P256() {
		return nil, errors.New("it is no P-256 key")
	}
	return key, nil
}

// signedByDevice says that a payload is the signature of a text.
func signedByDevice(key *ecdsa.PublicKey, text, payload string) bool {
	signature, err := base64.StdEncoding.DecodeString(payload)
	sum := sha256.Sum256([]byte(text))
	return err == nil && ecdsa.VerifyASN1(key, sum[:], signature)
}

// answerOfDevice returns the status that a payload gives a challenge, "" when the
// device has not signed it for this challenge.
func answerOfDevice(key *ecdsa.PublicKey, challengeSID, payload string) string {
	end := strings.LastIndexByte(payload, '.')
	if end < 0 {
		return ""
	}
	signed := payload[:end]
	signature, err := base64.RawURLEncoding.DecodeString(payload[end+1:])
	if err != nil || len(signature) != signatureBytes {
		return ""
	}
	sum := sha256.Sum256([]byte(signed))
	r, s := new(big.Int).SetBytes(signature[:signatureBytes/2]), new(big.Int).SetBytes(signature[signatureBytes/2:])
	if !ecdsa.Verify(key, sum[:], r, s) {
		return ""
	}
	_, body, _ := strings.Cut(signed, ".")
	var answer pushAnswer
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(text, &answer) != nil || answer.SID != challengeSID {
		return ""
	}
	return answer.Status
}
