package twilio

// envPair is a credential in two environment variables.
type envPair struct {
	idName, secretName string
	id, secret         string
}

func readPair(getenv func(string) string, idName, secretName string) envPair {
	return envPair{idName, secretName, getenv(idName), getenv(secretName)}
}

func (p envPair) isSet() bool { return p.id != "" || p.secret != "" }

// name is the variable of the two that is set.
func (p envPair) name() string {
	if p.id != "" {
		return p.idName
	}
	return p.secretName
}

// check says which of the two is missing.
func (p envPair) check(problems *Problems, whatID, whatSecret string) {
	switch {
	case p.secret == "":
		problems.Add(p.secretName, "is empty although "+p.idName+" is set",
			"set it to "+whatSecret+", or unset "+p.idName+" to use TWILIO_AUTH_TOKEN")
	case p.id == "":
		problems.Add(p.idName, "is empty although "+p.secretName+" is set",
			"set it to "+whatID+", or unset "+p.secretName+" to use TWILIO_AUTH_TOKEN")
	}
}

// credentialFromEnv takes the key or the app, of which there can be one, and the auth
// token when there is neither.
func credentialFromEnv(problems *Problems, getenv func(string) string) Credential {
	key := readPair(getenv, "TWILIO_API_KEY", "TWILIO_API_SECRET")
	app := readPair(getenv, "TWILIO_CLIENT_ID", "TWILIO_CLIENT_SECRET")
	token := getenv("TWILIO_AUTH_TOKEN")
	switch {
	case key.isSet() && app.isSet():
		problems.Add(app.name(), "is set although "+key.name()+" is set",
			"unset the variables of one of the two: an API key and an OAuth app exclude each other")
	case key.isSet():
		key.check(problems, "the key's SID, SK and 32 characters", "the key's secret")
		return APIKey(key.id, key.secret)
	case app.isSet():
		app.check(problems, "the client ID of the OAuth app, OQ and 32 characters", "the client secret of the OAuth app")
		return OAuth(app.id, app.secret)
	case token == "":
		problems.Add("TWILIO_API_KEY", "and TWILIO_AUTH_TOKEN are empty",
			"set TWILIO_API_KEY and TWILIO_API_SECRET, TWILIO_CLIENT_ID and TWILIO_CLIENT_SECRET, or TWILIO_AUTH_TOKEN")
	}
	return AuthToken(token)
}
