package twiml

import "reflect"

// element writes e, any verb, noun or run of text. It is a type switch, and not a
// method of an interface, so that the codec stays on the stack.
func (c *codec) element(e any) {
	if c.depth >= maxDepth || c.out.Len() > maxOutput {
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

// pointee returns what e points at, nil when e is a nil pointer or nothing at all.
// Pointers are rare enough for reflection.
func pointee(e any) any {
	v := reflect.ValueOf(e)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return nil
	}
	return v.Elem().Interface()
}

// element reads the element that c stands on, nil when there is no type for it.
func (c *cursor) element() any {
	switch c.node.name {
	case "Say":
		return read[Say](c)
	case "Play":
		return read[Play](c)
	case "Pause":
		return read[Pause](c)
	case "Gather":
		return read[Gather](c)
	case "Dial":
		return read[Dial](c)
	case "Number":
		return read[Number](c)
	case "Client":
		return read[Client](c)
	case "Identity":
		return read[Identity](c)
	case "Conference":
		return read[Conference](c)
	case "Queue":
		return read[Queue](c)
	case "Sim":
		return read[Sim](c)
	case "Sip":
		return read[Sip](c)
	case "Uri":
		return read[URI](c)
	case "Headers":
		return read[Headers](c)
	case "Header":
		return read[Header](c)
	case "Application":
		return read[Application](c)
	case "ApplicationSid":
		return read[ApplicationSID](c)
	case "WhatsApp":
		return read[WhatsApp](c)
	case "Record":
		return read[Record](c)
	case "Redirect":
		return read[Redirect](c)
	case "Hangup":
		return read[Hangup](c)
	case "Reject":
		return read[Reject](c)
	case "Parameter":
		return read[Parameter](c)
	case "Message":
		return read[Message](c)
	case "Body":
		return read[Body](c)
	case "Media":
		return read[Media](c)
	case "break":
		return read[Break](c)
	case "emphasis":
		return read[Emphasis](c)
	case "lang":
		return read[Lang](c)
	case "p":
		return read[P](c)
	case "phoneme":
		return read[Phoneme](c)
	case "prosody":
		return read[Prosody](c)
	case "s":
		return read[S](c)
	case "say-as":
		return read[SayAs](c)
	case "sub":
		return read[Sub](c)
	case "w":
		return read[W](c)
	case "Connect":
		return read[Connect](c)
	case "Room":
		return read[Room](c)
	case "Autopilot":
		return read[Autopilot](c)
	case "VirtualAgent":
		return read[VirtualAgent](c)
	case "Conversation":
		return read[Conversation](c)
	case "AiSession":
		return read[AISession](c)
	case "ConversationRelay":
		return read[ConversationRelay](c)
	case "ConversationRelaySession":
		return read[ConversationRelaySession](c)
	case "Assistant":
		return read[Assistant](c)
	case "Language":
		return read[RelayLanguage](c)
	case "Start":
		return read[Start](c)
	case "Stop":
		return read[Stop](c)
	case "Stream":
		return read[Stream](c)
	case "Siprec":
		return read[Siprec](c)
	case "Transcription":
		return read[Transcription](c)
	case "Recording":
		return read[Recording](c)
	case "Config":
		return read[Config](c)
	case "Pay":
		return read[Pay](c)
	case "Prompt":
		return read[Prompt](c)
	case "Enqueue":
		return read[Enqueue](c)
	case "Task":
		return read[Task](c)
	case "Leave":
		return read[Leave](c)
	case "Refer":
		return read[Refer](c)
	case "Echo":
		return read[Echo](c)
	case "Sms":
		return read[SMS](c)
	default:
		return nil
	}
}

func read[T any, P interface {
	*T
	fields(*codec)
}](c *cursor) any {
	var v T
	P(&v).fields(&codec{in: c})
	return v
}
