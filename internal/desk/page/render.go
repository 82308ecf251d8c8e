package page

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"time"
)

//go:embed templates
var templateFiles embed.FS

// renderer turns views into HTML.
type renderer struct {
	zone      *time.Location
	templates *template.Template
	err       error // why there are none
}

func newRenderer(zone *time.Location) *renderer {
	r := &renderer{zone: zone}
	r.templates, r.err = template.New("page").Funcs(r.functions()).ParseFS(templateFiles, "templates/*.html")
	return r
}

func (r *renderer) bytes(name string, shows any) ([]byte, error) {
	if r.err != nil {
		return nil, r.err
	}
	var b bytes.Buffer
	err := r.templates.ExecuteTemplate(&b, name, shows)
	return b.Bytes(), err
}

// functions are those of the templates. Times are shown in the zone of the server.
func (r *renderer) functions() template.FuncMap {
	at := func(layout string) func(time.Time) string {
		return func(t time.Time) string {
			if t.IsZero() {
				return ""
			}
			return t.In(r.zone).Format(layout)
		}
	}
	return template.FuncMap{
		"stamp": at("2006-01-02T15:04:05.000-07:00"), "hms": at(time.TimeOnly), "hm": at("15:04"), "longday": longDay,
		"millis": time.Time.UnixMilli, "millisof": time.Duration.Milliseconds,
		"lasts": lasts, "took": took, "web": webAddress, "fill": fill,
		"keys": keys, "jumps": jumps, "speeds": speeds, "effects": effects, "stages": stages, "filters": filters,
	}
}

func longDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("Monday, 2 January")
}

// lasts is a time as a telephone shows it.
func lasts(d time.Duration) string {
	seconds := int(d.Round(time.Second) / time.Second)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// took is a latency in words.
func took(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "under 1 ms"
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64)[:min(4, len(strconv.FormatFloat(d.Seconds(), 'f', -1, 64)))] + " s"
}

// webAddress returns an address that a link may lead to, "" for any other text.
func webAddress(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// fill is a JSON object of names and their values.
func fill(pairs ...string) (string, error) {
	object := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		object[pairs[i]] = pairs[i+1]
	}
	text, err := json.Marshal(object)
	return string(text), err
}

func keys() []string {
	return []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"}
}

func jumps() []choice {
	return []choice{{Value: "1m", Label: "1 minute"}, {Value: "1h", Label: "1 hour"}, {Value: "24h", Label: "1 day"}}
}

func speeds() []choice {
	return []choice{{Value: "1", Label: "Real time"}, {Value: "10", Label: "10 times as fast"}, {Value: "60", Label: "A minute a second"}, {Value: "3600", Label: "An hour a second"}}
}

func filters() []choice {
	return []choice{{Value: "", Label: "All"}, {Value: "requests", Label: "API"}, {Value: "callbacks", Label: "Webhooks"}, {Value: "alerts", Label: "Alerts"}}
}

func stages() []choice {
	return []choice{{Value: "after-sending", Label: "After sending"}, {Value: "while-sending", Label: "While it is sent"}, {Value: "while-queued", Label: "While it is queued"}, {Value: "while-accepted", Label: "While it is accepted"}}
}
