package twiliotest

import (
	"net/url"
	"testing"
)

// FuzzUpdateDialing sends bulk updates of every form: one is carried out as a whole, or
// refused and changes nothing.
func FuzzUpdateDialing(f *testing.F) {
	f.Add(`[{"iso_code":"GB","low_risk_numbers_enabled":"true","high_risk_special_numbers_enabled":true}]`)
	f.Add(`[{"iso_code":"CA","low_risk_numbers_enabled":null},{"iso_code":"FR","high_risk_tollfraud_numbers_enabled":"perhaps"}]`)
	f.Add(`{}`)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1000 {
			return
		}
		s := &Sim{}
		_, problem := s.updateDialing(&request{account: s.main.sid, form: url.Values{"UpdateRequest": {text}}})
		if problem != nil && len(s.voice.dialing) > 0 {
			t.Errorf("it is refused and changes %d countries", len(s.voice.dialing))
		}
		for key := range s.voice.dialing {
			if iso := key[len(s.main.sid):]; dialingCountry(iso) != iso {
				t.Errorf("the country %q has permissions of its own", iso)
			}
		}
	})
}
