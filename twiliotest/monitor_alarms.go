package twiliotest

import (
	"encoding/json"
	"slices"
)

// alarm is an alarm as it was sent. The simulator raises none.
type alarm struct {
	itemRecord

	values map[string]json.RawMessage
}

// alarmHandler returns the handler of an operation on alarms, nil for all others.
func alarmHandler(operation string) handler {
	switch operation {
	case "CreateAlarm":
		return (*Sim).createAlarm
	case "ListAlarms":
		return (*Sim).listAlarms
	case "FetchAlarm":
		return inAlarm((*Sim).fetchAlarm)
	case "UpdateAlarm":
		return inAlarm((*Sim).updateAlarm)
	case "UpdateAlarmStatus":
		return inAlarm((*Sim).enableAlarm)
	case "DeleteAlarm":
		return inAlarm((*Sim).deleteAlarm)
	}
	return nil
}

// inAlarm lets a handler act on the alarm that the path names.
func inAlarm(act func(*Sim, *request, *alarm) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		a := recordOf(s.monitor.alarms, r.ids["Sid"])
		if a == nil || a.account != r.account {
			return nil, r.absent()
		}
		return act(s, r, a)
	}
}

func (s *Sim) createAlarm(r *request) (any, *apiError) {
	a := &alarm{itemRecord: s.newItemRecord(r, "AK"), values: membersOf(json.RawMessage(r.body))}
	s.monitor.alarms = append(s.monitor.alarms, a)
	return map[string]any{"sid": a.sid}, nil
}

func (s *Sim) fetchAlarm(_ *request, a *alarm) (any, *apiError) { return a.json(), nil }

func (s *Sim) listAlarms(r *request) (any, *apiError) {
	var found []*alarm
	for _, a := range s.monitor.alarms {
		if a.account == r.account {
			found = append(found, a)
		}
	}
	if r.query.Get("SortOrder") == "desc" {
		slices.Reverse(found)
	}
	return listItems(r, "alarms", found, func(a *alarm) any { return a.json() })
}

func (s *Sim) updateAlarm(r *request, a *alarm) (any, *apiError) {
	a.values, a.updated = membersOf(json.RawMessage(r.body)), s.Clock.Now()
	return map[string]any{"sid": a.sid}, nil
}

func (s *Sim) enableAlarm(r *request, a *alarm) (any, *apiError) {
	a.values["enabled"], a.updated = membersOf(json.RawMessage(r.body))["enabled"], s.Clock.Now()
	return nil, nil //nolint:nilnil // no body, no error
}

func (s *Sim) deleteAlarm(_ *request, a *alarm) (any, *apiError) {
	s.monitor.alarms = without(s.monitor.alarms, a)
	return nil, nil //nolint:nilnil // no body, no error
}

func (a *alarm) json() map[string]any {
	shown := map[string]any{"consoleIndicator": false, "email": []string{}, "query": "", "webhook": "", "product": "debugger"}
	for name, value := range a.values {
		shown[name] = value
	}
	shown["alertConfigSid"], shown["dateCreated"], shown["dateUpdated"] = a.sid, iso8601(a.created), iso8601(a.updated)
	return shown
}
