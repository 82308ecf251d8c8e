package messaging

import (
	"errors"
	"fmt"

	"github.com/seed15d99369/twilio"
)

// SenderStatus is how far a sender is.
//
// Twilio docs: https://www.twilio.com/docs/whatsapp/api/senders
type SenderStatus string

// The statuses of senders.
const (
	SenderCreating            SenderStatus = "CREATING"
	SenderDraft               SenderStatus = "DRAFT" // an agent of RCS that was not submitted yet
	SenderStubbed             SenderStatus = "STUBBED"
	SenderPendingVerification SenderStatus = "PENDING_VERIFICATION" // hand the code in: Senders.Verify
	SenderVerifying           SenderStatus = "VERIFYING"
	SenderTwilioReview        SenderStatus = "TWILIO_REVIEW"
	SenderOnline              SenderStatus = "ONLINE" // it can send
	SenderOnlineUpdating      SenderStatus = "ONLINE:UPDATING"
	SenderOffline             SenderStatus = "OFFLINE" // it cannot: see Err of the Sender
)

// Final reports whether the sender stays as it is until somebody changes it: it is
// online or offline. All other statuses pass, or wait for somebody.
func (s SenderStatus) Final() bool { return s == SenderOnline || s == SenderOffline }

// SenderOfflineReason is why a sender is offline.
type SenderOfflineReason struct {
	Code     twilio.ErrorCode `json:"code"`
	Message  string           `json:"message"`
	MoreInfo string           `json:"more_info"` // a page of Twilio's
}

// Err returns why a sender is offline, and nil when it is not. It matches the codes of
// all reasons: errors.Is(err, twilio.ErrorCode(63020)).
func (s *Sender) Err() error {
	if s.Status != SenderOffline {
		return nil
	}
	failed := []error{errors.New("messaging: the sender is offline")}
	for _, reason := range s.OfflineReasons {
		if reason.Code == 0 {
			failed = append(failed, errors.New("messaging: "+reason.Message))
			continue
		}
		failed = append(failed, fmt.Errorf("messaging: %s: %w", reason.Message, reason.Code))
	}
	return errors.Join(failed...)
}

// DisplayNameStatus is what became of a name in the request that asked for it.
type DisplayNameStatus string

// What may become of a name.
const (
	DisplayNameUpdating      DisplayNameStatus = "updating"       // Meta reviews it, or it is being applied
	DisplayNameNoChange      DisplayNameStatus = "no_change"      // the sender has it already
	DisplayNamePendingReview DisplayNameStatus = "pending_review" // Meta reviews it since an earlier request
	DisplayNameError         DisplayNameStatus = "error"          // look at PendingDisplayNameStatus later: it may have been accepted
)

// PendingDisplayNameStatus is how far the last name is that was asked for.
type PendingDisplayNameStatus string

// How far a name may be.
const (
	PendingDisplayNamePendingReview      PendingDisplayNameStatus = "PENDING_REVIEW"
	PendingDisplayNameApproved           PendingDisplayNameStatus = "APPROVED" // it is being applied
	PendingDisplayNameDeclined           PendingDisplayNameStatus = "DECLINED"
	PendingDisplayNamePINMismatch        PendingDisplayNameStatus = "PIN_MISMATCH"        // approved, not applied: ask for it again
	PendingDisplayNameRegistrationFailed PendingDisplayNameStatus = "REGISTRATION_FAILED" // approved, not applied: ask for it again
	PendingDisplayNameExpired            PendingDisplayNameStatus = "EXPIRED"             // approved, and not applied within 14 days: ask for it again
	PendingDisplayNameCompleted          PendingDisplayNameStatus = "COMPLETED"           // people see it
)

// Final reports whether nothing more happens to the name by itself.
func (s PendingDisplayNameStatus) Final() bool {
	switch s {
	case PendingDisplayNameDeclined, PendingDisplayNamePINMismatch, PendingDisplayNameRegistrationFailed,
		PendingDisplayNameExpired, PendingDisplayNameCompleted:
		return true
	}
	return false
}

// SenderCompliance is how far the launch of an agent of RCS is.
type SenderCompliance struct {
	RegistrationSID string          `json:"registration_sid"` // of all countries without one of their own
	Countries       []SenderCountry `json:"countries"`
}

// SenderCountry is how far the launch in one country is.
type SenderCountry struct {
	Country         string              `json:"country"` // ISO 3166-1: "US"
	RegistrationSID string              `json:"registration_sid"`
	Status          SenderCountryStatus `json:"status"`
	Carriers        []SenderCarrier     `json:"carriers"`
}

// SenderCountryStatus follows from the statuses of the carriers.
type SenderCountryStatus string

// The statuses of countries.
const (
	SenderCountryOnline              SenderCountryStatus = "ONLINE"
	SenderCountryOffline             SenderCountryStatus = "OFFLINE"
	SenderCountryTwilioReview        SenderCountryStatus = "TWILIO_REVIEW"
	SenderCountryPendingVerification SenderCountryStatus = "PENDING_VERIFICATION"
)

// SenderCarrier is how far the launch with one carrier is.
type SenderCarrier struct {
	Name   string              `json:"name"` // "Verizon"
	Status SenderCarrierStatus `json:"status"`
}

// SenderCarrierStatus is what a carrier says.
type SenderCarrierStatus string

// The statuses of carriers.
const (
	SenderCarrierUnknown    SenderCarrierStatus = "UNKNOWN"
	SenderCarrierUnlaunched SenderCarrierStatus = "UNLAUNCHED"
	SenderCarrierReview     SenderCarrierStatus = "CARRIER_REVIEW"
	SenderCarrierApproved   SenderCarrierStatus = "APPROVED"
	SenderCarrierRejected   SenderCarrierStatus = "REJECTED"
	SenderCarrierSuspended  SenderCarrierStatus = "SUSPENDED"
)

// Final reports whether the carrier has decided.
func (s SenderCarrierStatus) Final() bool {
	return s == SenderCarrierApproved || s == SenderCarrierRejected || s == SenderCarrierSuspended
}
