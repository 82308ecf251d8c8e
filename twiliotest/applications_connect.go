package twiliotest

import "net/url"

// connectApp is a Connect app of the simulated account, to which other accounts give
// access to theirs. https://www.twilio.com/docs/iam/connect
type connectApp struct {
	sid        string
	settings   url.Values // by the names of Twilio's parameters
	authorized bool       // by the simulated account itself
}

func (app *connectApp) id() string { return app.sid }

// ConnectApp makes a Connect app of the simulated account, as people do in Twilio's
// Console, and returns its SID.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/connect-apps
func (s *Sim) ConnectApp(friendlyName string) (sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addConnectApp(friendlyName, false).sid
}

// AuthorizedConnectApp makes a Connect app of somebody else, to which the simulated
// account has given access, and returns its SID.
//
// Twilio docs: https://www.twilio.com/docs/iam/api/authorized-connect-apps
func (s *Sim) AuthorizedConnectApp(friendlyName string) (sid string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addConnectApp(friendlyName, true).sid
}

func (s *Sim) addConnectApp(friendlyName string, authorized bool) *connectApp {
	app := &connectApp{sid: s.newSID("CN"), authorized: authorized, settings: url.Values{"FriendlyName": {friendlyName}, "Permissions": {"get-all", "post-all"}}}
	s.access.connectApps = append(s.access.connectApps, app)
	return app
}

// connectAppHandler returns the handler of an operation on Connect apps, nil for all
// others.
func connectAppHandler(operation string) handler {
	switch operation {
	case "FetchConnectApp":
		return onConnectApp("Sid", false, (*Sim).showConnectApp)
	case "ListConnectApp":
		return listConnectApps("connect_apps", false)
	case "UpdateConnectApp":
		return onConnectApp("Sid", false, (*Sim).updateConnectApp)
	case "DeleteConnectApp":
		return onConnectApp("Sid", false, (*Sim).deleteConnectApp)
	case "FetchAuthorizedConnectApp":
		return onConnectApp("ConnectAppSid", true, (*Sim).showConnectApp)
	case "ListAuthorizedConnectApp":
		return listConnectApps("authorized_connect_apps", true)
	}
	return nil
}

// connectAppsOf are those of an account: only the main account has some.
func (s *Sim) connectAppsOf(account string, authorized bool) []*connectApp {
	var found []*connectApp
	for _, app := range s.access.connectApps {
		if account == s.main.sid && app.authorized == authorized {
			found = append(found, app)
		}
	}
	return found
}

func onConnectApp(id string, authorized bool, act func(*Sim, *request, *connectApp) (any, *apiError)) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		app := recordOf(s.connectAppsOf(r.account, authorized), r.ids[id])
		if app == nil {
			return nil, r.absent()
		}
		return act(s, r, app)
	}
}

func listConnectApps(key string, authorized bool) handler {
	return func(s *Sim, r *request) (any, *apiError) {
		return listItems(r, key, s.connectAppsOf(r.account, authorized), func(app *connectApp) any { return s.connectAppJSON(r, app) })
	}
}

func (s *Sim) showConnectApp(r *request, app *connectApp) (any, *apiError) {
	return s.connectAppJSON(r, app), nil
}

func (s *Sim) updateConnectApp(r *request, app *connectApp) (any, *apiError) {
	for name, values := range r.form {
		app.settings[name] = values
	}
	return s.connectAppJSON(r, app), nil
}

func (s *Sim) deleteConnectApp(_ *request, app *connectApp) (any, *apiError) {
	s.access.connectApps = without(s.access.connectApps, app)
	return nil, nil //nolint:nilnil // no body, no error
}

// connectAppJSON is a Connect app as its owner sees it, and under other names as those do
// who have given it access.
func (s *Sim) connectAppJSON(r *request, app *connectApp) map[string]any {
	collection := "/ConnectApps/"
	if app.authorized {
		collection = "/AuthorizedConnectApps/"
	}
	all := map[string]any{
		"sid": app.sid, "connect_app_sid": app.sid, "account_sid": s.main.sid, "permissions": app.settings["Permissions"],
		"uri": accountPath(s.main.sid, collection+app.sid+".json"),
	}
	for _, name := range [...]string{
		"AuthorizeRedirectUrl", "CompanyName", "DeauthorizeCallbackMethod", "DeauthorizeCallbackUrl", "Description", "FriendlyName", "HomepageUrl",
	} {
		all[snake(name)] = orNull(app.settings.Get(name))
		all["connect_app_"+snake(name)] = orNull(app.settings.Get(name))
	}
	return publishedOf(r, all)
}
