package twiliotest

import (
	"strings"

	"github.com/seed15d99369/twilio/internal/contract"
)

// numbersHandlerOf returns the handler of an operation on phone numbers, addresses and
// caller IDs, nil for all others.
func numbersHandlerOf(op *contract.Operation) handler {
	if op == nil || op.Spec != "api_v2010" {
		return nil
	}
	for _, find := range [...]func(string) handler{incomingHandler, availableHandler, callerIDHandler, addressHandler} {
		if handle := find(op.ID); handle != nil {
			return handle
		}
	}
	return nil
}

// The kinds of numbers, as Twilio's addresses name them.
const (
	KindLocal            = "Local"
	KindMobile           = "Mobile"
	KindTollFree         = "TollFree"
	KindNational         = "National"
	KindVoIP             = "Voip"
	KindSharedCost       = "SharedCost"
	KindMachineToMachine = "MachineToMachine"
)

// kindOf returns the kind of numbers that an operation is about, "" for all.
func kindOf(op *contract.Operation) string {
	for _, kind := range [...]string{KindLocal, KindMobile, KindTollFree, KindNational, KindVoIP, KindSharedCost, KindMachineToMachine} {
		if strings.HasSuffix(op.ID, "PhoneNumber"+kind) {
			return kind
		}
	}
	return ""
}
