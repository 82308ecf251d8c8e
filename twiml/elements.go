package twiml

import (
	"reflect"

	"github.com/seed15d99369/twilio/internal/twimlcheck"
)

// element writes e, any verb, noun or run of text. It is a type switch, and not a
// method of an interface, so that the codec stays on the stack.
func (c *codec) element(e any) {
	if c.depth >= twimlcheck.MaxDepth || c.out.Len() > maxOutput {
		return
	}
	switch v := e.(type) {
	case Text:
		c.chars(string(v))
	case Say:
		v.fields(c)
	case Play:
		v.fields(c)
	case Pause:
		v.fields(c)
	case Gather:
		v.fields(c)
	case Dial:
		v.fields(c)
	case Number:
		v.fields(c)
	case Client:
		v.fields(c)
	case Identity:
		v.fields(c)
	case Conference:
		v.fields(c)
	case Queue:
		v.fields(c)
	case Sim:
		v.fields(c)
	case Sip:
		v.fields(c)
	case URI:
		v.fields(c)
	case Headers:
		v.fields(c)
	case Header:
		v.fields(c)
	case Application:
		v.fields(c)
	case ApplicationSID:
		v.fields(c)
	case WhatsApp:
		v.fields(c)
	case Record:
		v.fields(c)
	case Redirect:
		v.fields(c)
	case Hangup:
		v.fields(c)
	case Reject:
		v.fields(c)
	case Parameter:
		v.fields(c)
	case Message:
		v.fields(c)
	case Body:
		v.fields(c)
	case Media:
		v.fields(c)
	case Break:
		v.fields(c)
	case Emphasis:
		v.fields(c)
	case Lang:
		v.fields(c)
	case P:
		v.fields(c)
	case Phoneme:
		v.fields(c)
	case Prosody:
		v.fields(c)
	case S:
		v.fields(c)
	case SayAs:
		v.fields(c)
	case Sub:
		v.fields(c)
	case W:
		v.fields(c)
	case Connect:
		v.fields(c)
	case Room:
		v.fields(c)
	case Autopilot:
		v.fields(c)
	case VirtualAgent:
		v.fields(c)
	case Conversation:
		v.fields(c)
	case AISession:
		v.fields(c)
	case ConversationRelay:
		v.fields(c)
	case ConversationRelaySession:
		v.fields(c)
	case Assistant:
		v.fields(c)
	case RelayLanguage:
		v.fields(c)
	case Start:
		v.fields(c)
	case Stop:
		v.fields(c)
	case Stream:
		v.fields(c)
	case Siprec:
		v.fields(c)
	case Transcription:
		v.fields(c)
	case Recording:
		v.fields(c)
	case Config:
		v.fields(c)
	case Pay:
		v.fields(c)
	case Prompt:
		v.fields(c)
	case Enqueue:
		v.fields(c)
	case Task:
		v.fields(c)
	case Leave:
		v.fields(c)
	case Refer:
		v.fields(c)
	case Echo:
		v.fields(c)
	case SMS:
		v.fields(c)
	case Raw:
		v.write(c)
	default:
		if v := pointee(e); v != nil {
			c.element(v)
		}
	}
}

// pointee returns the value that e points at, nil when e is a nil pointer or nil itself.
// Pointers are rare enough for reflection.
func pointee(e any) any {
	v := reflect.ValueOf(e)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return nil
	}
	return v.Elem().Interface()
}

// element returns the element that was read, nil when there is no type for it.
func (r *reader) element() any {
	switch r.node.Name {
	case "Say":
		return read[Say](r)
	case "Play":
		return read[Play](r)
	case "Pause":
		return read[Pause](r)
	case "Gather":
		return read[Gather](r)
	case "Dial":
		return read[Dial](r)
	case "Number":
		return read[Number](r)
	case "Client":
		return read[Client](r)
	case "Identity":
		return read[Identity](r)
	case "Conference":
		return read[Conference](r)
	case "Queue":
		return read[Queue](r)
	case "Sim":
		return read[Sim](r)
	case "Sip":
		return read[Sip](r)
	case "Uri":
		return read[URI](r)
	case "Headers":
		return read[Headers](r)
	case "Header":
		return read[Header](r)
	case "Application":
		return read[Application](r)
	case "ApplicationSid":
		return read[ApplicationSID](r)
	case "WhatsApp":
		return read[WhatsApp](r)
	case "Record":
		return read[Record](r)
	case "Redirect":
		return read[Redirect](r)
	case "Hangup":
		return read[Hangup](r)
	case "Reject":
		return read[Reject](r)
	case "Parameter":
		return read[Parameter](r)
	case "Message":
		return read[Message](r)
	case "Body":
		return read[Body](r)
	case "Media":
		return read[Media](r)
	case "break":
		return read[Break](r)
	case "emphasis":
		return read[Emphasis](r)
	case "lang":
		return read[Lang](r)
	case "p":
		return read[P](r)
	case "phoneme":
		return read[Phoneme](r)
	case "prosody":
		return read[Prosody](r)
	case "s":
		return read[S](r)
	case "say-as":
		return read[SayAs](r)
	case "sub":
		return read[Sub](r)
	case "w":
		return read[W](r)
	case "Connect":
		return read[Connect](r)
	case "Room":
		return read[Room](r)
	case "Autopilot":
		return read[Autopilot](r)
	case "VirtualAgent":
		return read[VirtualAgent](r)
	case "Conversation":
		return read[Conversation](r)
	case "AiSession":
		return read[AISession](r)
	case "ConversationRelay":
		return read[ConversationRelay](r)
	case "ConversationRelaySession":
		return read[ConversationRelaySession](r)
	case "Assistant":
		return read[Assistant](r)
	case "Language":
		return read[RelayLanguage](r)
	case "Start":
		return read[Start](r)
	case "Stop":
		return read[Stop](r)
	case "Stream":
		return read[Stream](r)
	case "Siprec":
		return read[Siprec](r)
	case "Transcription":
		return read[Transcription](r)
	case "Recording":
		return read[Recording](r)
	case "Config":
		return read[Config](r)
	case "Pay":
		return read[Pay](r)
	case "Prompt":
		return read[Prompt](r)
	case "Enqueue":
		return read[Enqueue](r)
	case "Task":
		return read[Task](r)
	case "Leave":
		return read[Leave](r)
	case "Refer":
		return read[Refer](r)
	case "Echo":
		return read[Echo](r)
	case "Sms":
		return read[SMS](r)
	default:
		return nil
	}
}

func read[T any, P interface {
	*T
	fields(*codec)
}](r *reader) any {
	var v T
	P(&v).fields(&codec{in: r})
	return v
}
