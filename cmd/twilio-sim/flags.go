package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/seed15d99369/twilio/internal/desk"
)

// defaultAddress has the port that spells TWIL on the keys of a telephone.
const defaultAddress = "127.0.0.1:8945"

// defaultHistory is how many messages, calls and requests are kept unless a flag says more.
const defaultHistory = 10_000

// options are the values of the flags.
type options struct {
	config  desk.Config
	quiet   bool
	version bool
}

// readOptions reads the variables, and then the flags, which win.
func readOptions(args []string, getenv func(string) string, stderr io.Writer) (options, error) {
	var opts options
	flags := flag.NewFlagSet("twilio-sim", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	lists := define(flags, &opts)
	if err := readVariables(flags, getenv); err != nil {
		return opts, err
	}
	for _, l := range lists {
		l.fromVariable = true
	}
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		usage(flags, stderr)
		return opts, err
	}
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("%q is no flag: write each as -name value; -help lists them", flags.Arg(0))
	}
	return opts, err
}

// define defines the flags, and returns those that may be given more than once.
func define(flags *flag.FlagSet, opts *options) []*list {
	c := &opts.config
	flags.StringVar(&c.Address, "address", defaultAddress, "listen on this `host:port`; port 0 is any free one")
	flags.StringVar(&c.CAFile, "ca-file", "", "write the certificate of the proxy's authority to this `file`, instead of one in a new folder")
	flags.StringVar(&c.StateFile, "state", "", "remember everything over a restart in this `file`")
	flags.BoolVar(&c.Strict, "strict", false, "refuse parameters and values that Twilio's published API does not know, instead of a warning")
	flags.Uint64Var(&c.Seed, "seed", 0, "make other SIDs and choices, the same for the same `number`")
	flags.IntVar(&c.History, "history", defaultHistory, "keep the newest `n` messages, calls, requests, webhooks and alerts; 0 keeps all")
	flags.BoolVar(&c.Workspaces, "workspaces", false, "give each account SID an account of its own; its first use pins the token")
	flags.Float64Var(&c.ClockSpeed, "clock-speed", 1, "let time pass `x` times as fast")
	flags.StringVar(&c.SMSURL, "sms-url", "", "answer messages to the numbers at this `URL` of your program")
	flags.StringVar(&c.VoiceURL, "voice-url", "", "answer calls to the numbers at this `URL` of your program")
	flags.DurationVar(&c.AnswerAfter, "answer-after", 0, "let phones ring for this `time` before they are answered, such as 20s; 0 is five seconds")
	flags.BoolVar(&opts.quiet, "quiet", false, "write neither the greeting nor alerts")
	flags.BoolVar(&opts.version, "version", false, "print the version and end")
	lists := []*list{
		{values: &c.Hosts, separator: ","},
		{values: &c.WebhookHosts, separator: ","},
		{values: &c.Numbers, separator: ","},
		{values: &c.Faults, separator: ";"},
	}
	flags.Var(lists[0], "host", "answer under this further `name`, too, such as that of a container; may be repeated, or have commas")
	flags.Var(lists[1], "webhook-hosts", "let webhooks reach this `host` beside loopback: a name, *.example.com, an IP address, a range or *; may be repeated, or have commas")
	flags.Var(lists[2], "number", "begin with this phone `number` instead of +14155556789; may be repeated, or have commas")
	flags.Var(lists[3], "fault", "let requests go wrong, such as `\"POST /2010-04-01/Accounts/*/Messages.json status=503 rate=0.1\"`; may be repeated, or have semicolons")
	return lists
}

// readVariables sets each flag that has a variable.
func readVariables(flags *flag.FlagSet, getenv func(string) string) (err error) {
	flags.VisitAll(func(f *flag.Flag) {
		value := getenv(variable(f.Name))
		if value == "" || err != nil {
			return
		}
		if problem := flags.Set(f.Name, value); problem != nil {
			err = fmt.Errorf("the variable %s: %q cannot be used: %s", variable(f.Name), value, f.Usage)
		}
	})
	return err
}

// variable is the environment variable of a flag.
func variable(name string) string {
	return "TWILIO_SIM_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// flagOf is the flag that sets a field of the configuration.
func flagOf(field string) string {
	switch field {
	case "Address":
		return "address"
	case "Hosts":
		return "host"
	case "WebhookHosts":
		return "webhook-hosts"
	case "CAFile":
		return "ca-file"
	case "StateFile":
		return "state"
	case "Faults":
		return "fault"
	case "History":
		return "history"
	case "ClockSpeed":
		return "clock-speed"
	case "Numbers":
		return "number"
	case "SMSURL":
		return "sms-url"
	case "VoiceURL":
		return "voice-url"
	case "AnswerAfter":
		return "answer-after"
	}
	return field
}

func usage(flags *flag.FlagSet, w io.Writer) {
	_, _ = fmt.Fprint(w, "usage: twilio-sim [flags]\n\nEach flag has a variable: TWILIO_SIM_WEBHOOK_HOSTS for -webhook-hosts. The flag wins.\n\n")
	flags.SetOutput(w)
	flags.PrintDefaults()
}

// list is a flag that may be given more than once. Its first use on the command line drops the
// values of the variable.
type list struct {
	values       *[]string
	separator    string
	fromVariable bool
}

func (l *list) String() string {
	if l.values == nil {
		return ""
	}
	return strings.Join(*l.values, l.separator)
}

// Set adds values.
func (l *list) Set(text string) error {
	if l.fromVariable {
		*l.values, l.fromVariable = nil, false
	}
	for value := range strings.SplitSeq(text, l.separator) {
		if value = strings.TrimSpace(value); value != "" {
			*l.values = append(*l.values, value)
		}
	}
	return nil
}
