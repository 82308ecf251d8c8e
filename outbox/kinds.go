package outbox

import (
	"context"
	"net/url"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/verify"
)

// operations are what can be done with a kind of message. Params are in their wire form.
type operations struct {
	name      string // of the create, for the limiter
	host      string // of the product, for the limiter
	newRecord func(ctx context.Context, c *twilio.Client, m wireMessage, opts []twilio.CallOption) (*twilio.CreateRecord, error)
	create    func(ctx context.Context, c *twilio.Client, m wireMessage, opts []twilio.CallOption) (sid string, err error)
	reconcile func(ctx context.Context, c *twilio.Client, m wireMessage, unknown *twilio.OutcomeUnknownError, opts []twilio.CallOption) (sid string, err error)
	fetch     func(ctx context.Context, c *twilio.Client, sid string, opts []twilio.CallOption) (delivery, error)
}

// wireMessage is what is sent.
type wireMessage struct {
	service string
	form    url.Values
}

// delivery is what became of a message that Twilio has accepted.
type delivery struct {
	status string
	final  bool
	code   twilio.ErrorCode
}

// operationsOf returns the operations of a kind, and whether there is such a kind.
func operationsOf(kind Kind) (operations, bool) {
	switch kind {
	case KindText:
		return textOperations, true
	case KindWhatsApp:
		return whatsAppOperations, true
	case KindCall:
		return callOperations, true
	case KindVerification:
		return verificationOperations, true
	}
	return operations{}, false
}

var textOperations = operations{
	name: "Messages.Create",
	host: "api",
	newRecord: func(ctx context.Context, c *twilio.Client, m wireMessage, opts []twilio.CallOption) (*twilio.CreateRecord, error) {
		return c.Messages.NewRecord(ctx, twilio.MessageCreateParams{Extra: m.form}, opts...)
	},
	create: func(ctx context.Context, c *twilio.Client, m wireMessage, opts []twilio.CallOption) (string, error) {
		return messageSID(c.Messages.Create(ctx, twilio.MessageCreateParams{Extra: m.form}, opts...))
	},
	reconcile: func(ctx context.Context, c *twilio.Client, m wireMessage, unknown *twilio.OutcomeUnknownError, opts []twilio.CallOption) (string, error) {
		return messageSID(c.Messages.Reconcile(ctx, twilio.MessageCreateParams{Extra: m.form}, unknown, opts...))
	},
	fetch: fetchMessage,
}

var whatsAppOperations = operations{
	name: "WhatsApp.Send",
	host: "api",
	newRecord: func(ctx context.Context, c *twilio.Client, m wireMessage, opts []twilio.CallOption) (*twilio.CreateRecord, error) {
		return c.WhatsApp.NewRecord(ctx, twilio.WhatsAppSendParams{Extra: m.form}, opts...)
	},
	create: func(ctx context.Context, c *twilio.Client, m wireMessage, opts []twilio.CallOption) (string, error) {
		return messageSID(c.WhatsApp.Send(ctx, twilio.WhatsAppSendParams{Extra: m.form}, opts...))
	},
	reconcile: func(ctx context.Context, c *twilio.Client, m wireMessage, unknown *twilio.OutcomeUnknownError, opts []twilio.CallOption) (string, error) {
		return messageSID(c.WhatsApp.Reconcile(ctx, twilio.WhatsAppSendParams{Extra: m.form}, unknown, opts...))
	},
	fetch: fetchMessage,
}

var callOperations = operations{
	name: "Calls.Create",
	host: "api",
	newRecord: func(ctx context.Context, c *twilio.Client, m wireMessage, opts []twilio.CallOption) (*twilio.CreateRecord, error) {
		return c.Calls.NewRecord(ctx, twilio.CallCreateParams{Extra: m.form}, opts...)
	},
	create: func(ctx context.Context, c *twilio.Client, m wireMessage, opts []twilio.CallOption) (string, error) {
		return callSID(c.Calls.Create(ctx, twilio.CallCreateParams{Extra: m.form}, opts...))
	},
	reconcile: func(ctx context.Context, c *twilio.Client, m wireMessage, unknown *twilio.OutcomeUnknownError, opts []twilio.CallOption) (string, error) {
		return callSID(c.Calls.Reconcile(ctx, twilio.CallCreateParams{Extra: m.form}, unknown, opts...))
	},
	fetch: func(ctx context.Context, c *twilio.Client, sid string, opts []twilio.CallOption) (delivery, error) {
		call, err := c.Calls.Get(ctx, sid, opts...)
		if err != nil {
			return delivery{}, err
		}
		return delivery{status: string(call.Status), final: call.Status.Final()}, nil
	},
}

// A verification has no delivery: what counts is whether its code is given back.
var verificationOperations = operations{
	name: "verify.Verifications.Create",
	host: "verify",
	newRecord: func(ctx context.Context, c *twilio.Client, m wireMessage, opts []twilio.CallOption) (*twilio.CreateRecord, error) {
		return verify.New(c).Verifications.NewRecord(ctx, m.service, verify.VerificationCreateParams{Extra: m.form}, opts...)
	},
	create: func(ctx context.Context, c *twilio.Client, m wireMessage, opts []twilio.CallOption) (string, error) {
		return verificationSID(verify.New(c).Verifications.Create(ctx, m.service, verify.VerificationCreateParams{Extra: m.form}, opts...))
	},
	reconcile: func(ctx context.Context, c *twilio.Client, m wireMessage, unknown *twilio.OutcomeUnknownError, opts []twilio.CallOption) (string, error) {
		return verificationSID(verify.New(c).Verifications.Reconcile(ctx, m.service, verify.VerificationCreateParams{Extra: m.form}, unknown, opts...))
	},
}

func fetchMessage(ctx context.Context, c *twilio.Client, sid string, opts []twilio.CallOption) (delivery, error) {
	msg, err := c.Messages.Get(ctx, sid, opts...)
	if err != nil {
		return delivery{}, err
	}
	return delivery{status: string(msg.Status), final: msg.Status.Final(), code: msg.ErrorCode}, nil
}

func messageSID(msg *twilio.Message, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return msg.SID, nil
}

func callSID(call *twilio.Call, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return call.SID, nil
}

func verificationSID(v *verify.Verification, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return v.SID, nil
}
