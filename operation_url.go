package twilio

import "context"

// URL returns the address of an operation that has no body, with its parameters in the
// query, and sends nothing. It is for addresses that a browser opens, such as the page on
// which people allow an OAuth app to act for them. Arguments that can never succeed are a
// *[ParamError].
//
// Twilio docs: https://www.twilio.com/docs/iam/oauth-apps
func (c *Client) URL(b BoundOperation) (string, error) {
	if err := c.checkMade(b.op.Name, nil); err != nil {
		return "", err
	}
	var p prepared
	err := p.prepare(context.Background(), c, b, nil)
	switch {
	case err != nil:
		return "", err
	case p.op.hasBody():
		return "", paramError(p.op.Name, "Operation.Method", "has a body, which no address can carry", "use Invoke")
	}
	return c.request(context.Background(), &p).URL.String(), nil
}
