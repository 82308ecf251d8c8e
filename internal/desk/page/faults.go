package page

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio/twiliotest"
)

func (v *view) faults() faultsView {
	shown := faultsView{Presets: presets()}
	for _, f := range v.sim.Faults() {
		shown.On = append(shown.On, faultView{API: apiOf("faults", strconv.Itoa(f.ID)), Name: f.Name, Where: whereOf(f), Seen: f.Seen, Struck: f.Struck})
	}
	return shown
}

// whereOf says which requests a fault meets.
func whereOf(f twiliotest.FaultState) string {
	words := []string{cmp.Or(strings.TrimSpace(f.Method+" "+f.Path), "every request")}
	if f.To != "" {
		words = append(words, "to "+f.To)
	}
	if f.Nth > 0 {
		words = append(words, "the one with the number "+strconv.Itoa(f.Nth))
	}
	if f.Times > 0 {
		words = append(words, strconv.Itoa(f.Times)+" at most")
	}
	if f.Rate > 0 && f.Rate < 1 {
		words = append(words, strconv.Itoa(int(f.Rate*100))+" % of them")
	}
	return strings.Join(words, ", ")
}

func presets() []presetView { return nil }
