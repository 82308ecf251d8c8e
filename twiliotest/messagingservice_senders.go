package twiliotest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
)

// MessagingService makes a Messaging Service with some of the account's numbers and
// returns its SID. It is the resource that Twilio's API makes as well, with its usual
// settings: the same recipient gets the same sender, and other recipients get the senders
// in turn. A number with a country code sends its WhatsApp messages, too. The webhooks
// that the numbers have stay in use, and are told of the service. A number that is in
// another service leaves that one.
//
// Twilio docs: https://www.twilio.com/docs/messaging/services
func (s *Sim) MessagingService(senders ...*Number) (sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := &messagingService{itemRecord: s.newItemRecord(&request{account: s.main.sid}, "MG"), serviceSettings: newServiceSettings("Simulated service")}
	v.UseInboundWebhookOnNumber = true
	s.messaging.services = append(s.messaging.services, v)
	for _, n := range senders {
		if n == nil {
			continue
		}
		s.leaveServices(n)
		v.add(s.senderOf(n))
		if e164.MatchString(n.number) {
			v.add(s.newChannelSender(whatsAppPrefix + n.number))
		}
	}
	return v.sid
}

// poolKind is a collection of senders in a Messaging Service.
type poolKind int

// The collections of senders.
const (
	phoneNumbers poolKind = iota
	shortCodes
	alphaSenders
	channelSenders
)

// maxPool is how many senders of one collection a Messaging Service may have.
// https://www.twilio.com/docs/api/errors/21714
const maxPool = 400

// poolSender is one sender in the pool of a Messaging Service.
type poolSender struct {
	itemRecord

	kind    poolKind
	address string  // "+14155556789", "72345", "CLINIC", "whatsapp:+14155556789"
	iso     string  // the country that it is for, "" for all
	number  *Number // of the account, nil for the name of a sender and for a channel
	sent    int     // messages that it was chosen for
}

// senderOf is one of the account's own senders for a pool.
func (s *Sim) senderOf(n *Number) *poolSender {
	sender := &poolSender{itemRecord: s.poolRecord(n.SID()), kind: phoneNumbers, address: n.number, number: n}
	switch {
	case shortCode.MatchString(n.number):
		sender.kind, sender.iso = shortCodes, n.shortCodeCountry()
	case e164.MatchString(n.number):
		c, _ := countryOf(n.number)
		sender.iso = c.iso
	default:
		sender.kind, sender.sid, sender.number = alphaSenders, "AI"+s.digest("AI"+n.number, 0), nil
	}
	return sender
}

// poolRecord is the record of a sender that has its SID from elsewhere.
func (s *Sim) poolRecord(sid string) itemRecord {
	now := s.Clock.Now()
	return itemRecord{sid: sid, account: s.main.sid, created: now, updated: now}
}

func (s *Sim) newChannelSender(address string) *poolSender {
	sender := &poolSender{itemRecord: s.poolRecord("XE" + s.digest("XE"+address, 0)), kind: channelSenders, address: address}
	if c, known := countryOf(bare(address)); known && isWhatsApp(address) {
		sender.iso = c.iso
	}
	return sender
}

// add puts a sender into the pool.
func (v *messagingService) add(sender *poolSender) {
	v.senders = append(v.senders, sender)
	if sender.number != nil {
		sender.number.service = v.sid
	}
}

// remove takes a sender out of the pool. Recipients that had it get another one.
func (v *messagingService) remove(sender *poolSender) {
	sender.leave()
	v.senders = without(v.senders, sender)
	for to, stuck := range v.stuck {
		if stuck.sender == sender {
			delete(v.stuck, to)
		}
	}
}

func (p *poolSender) leave() {
	if p.number != nil {
		p.number.service = ""
	}
}

// leaveServices takes a number of the account out of the Messaging Services; s.mu is held.
func (s *Sim) leaveServices(n *Number) {
	if v := recordOf(s.messaging.services, n.service); v != nil {
		for _, sender := range v.senders {
			if sender.number == n || sender.address == whatsAppPrefix+n.number {
				v.remove(sender)
			}
		}
	}
}

// poolHandler returns the handler of an operation on the senders of a Messaging Service,
// nil for all others.
func poolHandler(operation string) handler {
	for _, c := range [...]poolCollection{
		{"PhoneNumber", phoneNumbers, (*Sim).addNumber},
		{"ShortCode", shortCodes, (*Sim).addNumber},
		{"DestinationAlphaSender", alphaSenders, (*Sim).addAlphaSender},
		{"AlphaSender", alphaSenders, (*Sim).addAlphaSender},
		{"ChannelSender", channelSenders, (*Sim).addChannelSender},
	} {
		switch operation {
		case "Create" + c.name:
			return inMessagingService(c.create)
		case "List" + c.name:
			return inMessagingService(c.list)
		case "Fetch" + c.name:
			return inMessagingService(c.fetch)
		case "Delete" + c.name:
			return inMessagingService(c.delete)
		}
	}
	return nil
}

// poolCollection is a collection of senders in the API.
type poolCollection struct {
	name string
	kind poolKind
	find func(*Sim, *request) (*poolSender, *apiError) // the sender that a request wants to add
}

func (c poolCollection) create(s *Sim, r *request, v *messagingService) (any, *apiError) {
	sender, problem := c.find(s, r)
	if problem != nil {
		return nil, problem
	}
	sender.account = r.account
	of := v.ofKind(c.kind)
	switch {
	case slices.ContainsFunc(of, func(other *poolSender) bool { return other.address == sender.address && other.iso == sender.iso }):
		return nil, conflict(21710, "The sender "+sender.address+" is already in the Messaging Service.")
	case sender.number != nil && sender.number.service != "":
		return nil, conflict(21712, "The sender "+sender.address+" is associated with another Messaging Service.")
	case len(of) >= maxPool:
		return nil, badRequest(21714, "The Messaging Service has %d senders already.", maxPool)
	}
	v.add(sender)
	return sender.json(r, v), nil
}

func (c poolCollection) list(_ *Sim, r *request, v *messagingService) (any, *apiError) {
	of := v.ofKind(c.kind)
	if iso := r.query.Get("IsoCountryCode"); iso != "" {
		of = slices.DeleteFunc(of, func(sender *poolSender) bool { return !strings.EqualFold(sender.iso, iso) })
	}
	return listItems(r, r.op.ListKey, of, func(sender *poolSender) any { return sender.json(r, v) })
}

func (c poolCollection) fetch(s *Sim, r *request, v *messagingService) (any, *apiError) {
	sender := recordOf(v.ofKind(c.kind), r.ids["Sid"])
	if sender == nil {
		return nil, s.notInService(r)
	}
	return sender.json(r, v), nil
}

func (c poolCollection) delete(s *Sim, r *request, v *messagingService) (any, *apiError) {
	sender := recordOf(v.ofKind(c.kind), r.ids["Sid"])
	if sender == nil {
		return nil, s.notInService(r)
	}
	v.remove(sender)
	return nil, nil //nolint:nilnil // no body, no error
}

// ofKind returns a copy of the senders of one collection.
func (v *messagingService) ofKind(kind poolKind) []*poolSender {
	return slices.DeleteFunc(slices.Clone(v.senders), func(sender *poolSender) bool { return sender.kind != kind })
}

// notInService tells a sender of the account that is not in this service from one that
// does not exist.
// https://www.twilio.com/docs/api/errors/21711
func (s *Sim) notInService(r *request) *apiError {
	problem := r.absent()
	if s.numberBySID(r.account, r.ids["Sid"]) != nil {
		problem.code, problem.message = 21711, "The sender is not associated with this Messaging Service."
	}
	return problem
}

// numberBySID finds a sender that an account may use by the SID of its number or short
// code, nil if there is none.
func (s *Sim) numberBySID(account, sid string) *Number {
	for _, n := range s.numbers {
		if sid != "" && n.SID() == sid && s.owns(account, n.number) {
			return n
		}
	}
	return nil
}

// addNumber wants a phone number or a short code of the account. The check has refused an
// SID of the other kind.
// https://www.twilio.com/docs/api/errors/21421
func (s *Sim) addNumber(r *request) (*poolSender, *apiError) {
	sid := cmp.Or(r.form.Get("PhoneNumberSid"), r.form.Get("ShortCodeSid"))
	n := s.numberBySID(r.account, sid)
	if n == nil {
		return nil, badRequest(21421, "The account has no sender with the SID %s.", sid)
	}
	return s.senderOf(n), nil
}

// addAlphaSender wants the name of a sender, for one country or for all that take names.
// https://www.twilio.com/docs/messaging/api/alphasender-resource
func (s *Sim) addAlphaSender(r *request) (*poolSender, *apiError) {
	name, iso := r.form.Get("AlphaSender"), strings.ToUpper(r.form.Get("IsoCountryCode"))
	if len(name) > maxSenderName || !senderName.MatchString(name) {
		return nil, badRequest(21709, "The AlphaSender %s is invalid: it takes at most 11 letters, digits, spaces, hyphens, underscores, pluses and ampersands, and at least one letter.", name)
	}
	if _, known := countryNamed(iso); iso != "" && (!known || !takesNames(iso)) {
		return nil, badRequest(21709, "The AlphaSender %s cannot be used in the country %s.", name, iso)
	}
	return &poolSender{itemRecord: s.newItemRecord(r, "AI"), kind: alphaSenders, address: name, iso: iso}, nil
}

// addChannelSender wants a sender of a channel: one that the API of channel senders has
// made, or WhatsApp with one of the account's numbers.
func (s *Sim) addChannelSender(r *request) (*poolSender, *apiError) {
	sid := r.form.Get("Sid")
	if res := s.resources.at("messaging", channelSendersPath+"/"+sid); res != nil {
		sender := s.newChannelSender(textOf(res.values["senderid"]))
		sender.sid = sid
		return sender, nil
	}
	for number := range s.numbers {
		if sender := s.newChannelSender(whatsAppPrefix + number); sender.sid == sid {
			return sender, nil
		}
	}
	return nil, badRequest(twilio.CodeChannelSenderNotFound, "Twilio could not find a Channel sender with the SID %s", sid)
}

// channelSendersPath is the collection of the senders of WhatsApp and RCS.
// https://www.twilio.com/docs/whatsapp/api/senders
const channelSendersPath = "/v2/Channels/Senders"

// isChannelSender says that the API of channel senders has made a sender.
func (s *Sim) isChannelSender(address string) bool {
	return slices.ContainsFunc(s.resources.in("messaging", channelSendersPath), func(res *resource) bool { return res.values["senderid"] == address })
}

// json is a sender as its collection shows it.
func (p *poolSender) json(r *request, v *messagingService) map[string]any {
	collection := r.resource()
	if i := strings.Index(collection, "/"+p.sid); i >= 0 {
		collection = collection[:i]
	}
	shown := map[string]any{
		"sid": p.sid, "account_sid": p.account, "service_sid": v.sid, "date_created": iso8601(p.created), "date_updated": iso8601(p.updated),
		"url": r.origin() + collection + "/" + p.sid,
	}
	switch p.kind {
	case phoneNumbers:
		shown["phone_number"], shown["country_code"], shown["capabilities"] = p.address, p.iso, []string{"MMS", "SMS", "Voice"}
	case shortCodes:
		shown["short_code"], shown["country_code"], shown["capabilities"] = p.address, p.iso, []string{"SMS", "MMS"}
	case alphaSenders:
		shown["alpha_sender"], shown["capabilities"] = p.address, []string{"SMS"}
		if strings.Contains(r.op.ID, "DestinationAlphaSender") {
			shown["iso_country_code"] = p.iso
		}
	case channelSenders:
		delete(shown, "service_sid")
		shown["messaging_service_sid"], shown["sender"], shown["sender_type"], shown["country_code"] = v.sid, p.address, p.channelType(), orNull(p.iso)
	}
	return shown
}

// channelType is Twilio's name for the channel of a sender.
func (p *poolSender) channelType() string {
	channel, _, _ := strings.Cut(p.address, ":")
	switch channel + ":" {
	case whatsAppPrefix:
		return "WhatsApp"
	case rcsPrefix:
		return "RCS"
	}
	return channel
}
