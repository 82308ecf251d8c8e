package main

import (
	"fmt"

	"github.com/seed15d99369/twilio/internal/goname"
)

// client is the file of a new package: its comment, the client and New.
func (s *source) client() ([]byte, error) {
	var doc, p printer
	doc.comment(fmt.Sprintf("Package %s is Twilio %s.", s.pkg, goname.Capitalise(s.pkg)), "TODO: Say what it is for, show a whole program, and complete the link.", "Twilio docs: "+s.docs)
	p.comment(fmt.Sprintf("Client is Twilio %s for the account of one [twilio.Client]: a field for each resource. It is safe for concurrent use, as the twilio.Client is. Make it with [New].", goname.Capitalise(s.pkg)), "Twilio docs: "+s.docs)
	p.line("type Client struct {\n%s *%s\n}\n", s.service, s.service)
	p.comment("New returns a Client for the account, the credentials and the options of c. It sends nothing and cannot fail.", "Twilio docs: "+s.docs)
	p.line("func New(c *twilio.Client) *Client {\nreturn &Client{\n%s: &%s{c},\n}\n}", s.service, s.service)
	text, err := file(s.pkg, p.text)
	return append(doc.text, text...), err
}

// test is the file of a new package that hands its operations to the harness.
func (s *source) test() ([]byte, error) {
	var p printer
	p.line("func TestOperations(t *testing.T) {\nt.Parallel()\napitest.Run(t, apitest.Product{")
	p.line("Name: %q, New: func(c *twilio.Client) any { return %s.New(c) },\nFiles: []string{%q}, Rows: rows,\n})\n}\n", s.pkg, s.pkg, s.operations[0].Spec)
	p.line("var rows = apitest.Rows{\n%s}", s.rows())
	return file(s.pkg+"_test", p.text)
}
