package twiliotest

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
)

// The statuses of bundles.
// https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles
const (
	bundleDraft    = "draft"
	bundlePending  = "pending-review"
	bundleInReview = "in-review"
	bundleRejected = "twilio-rejected"
	bundleApproved = "twilio-approved"
)

// Codes of bundles and of what is in them. https://www.twilio.com/docs/api/errors
const (
	endUserInUse         = 21644
	documentInUse        = 21645
	documentNotDeletable = 21646
	bundleNotDeletable   = 21647
	endUserMissing       = 22214
	endUserFieldMissing  = 22215
	documentMissing      = 22216
	documentFieldMissing = 22217
	addressMissing       = 22219
	regulationsDiffer    = 22228
)

// bundleHandler returns the handler of an operation on bundles, nil for all others.
func bundleHandler(operation string) handler {
	switch operation {
	case "CreateBundle":
		return (*Sim).createBundle
	case "UpdateBundle":
		return onKept((*Sim).updateBundle)
	case "DeleteBundle":
		return onKept((*Sim).deleteBundle)
	case "CreateBundleCopy":
		return (*Sim).copyBundle
	case "ListBundleCopy":
		return (*Sim).listBundleCopies
	case "CreateBundleClone":
		return (*Sim).cloneBundle
	case "CreateReplaceItems":
		return (*Sim).replaceItems
	case "CreateEvaluation":
		return (*Sim).createEvaluation
	case "CreateSenderIdRegistration":
		return (*Sim).createSenderID
	case "CreateSenderIdRegistrationEmbeddedSession":
		return (*Sim).createSenderIDSession
	}
	return nil
}

func (s *Sim) createBundle(r *request) (any, *apiError) {
	reg := regulationFor(r.form)
	if reg == nil {
		return nil, badRequest(20001, "There is no regulation for RegulationSid, or for IsoCountry, NumberType and EndUserType")
	}
	body, _, problem := s.makeKept(r, members{"status": bundleDraft, "regulation_sid": reg.sid(), "iso_country": reg.country, "number_type": reg.numberType, "end_user_type": reg.endUser})
	return body, problem
}

// isEditable says whether the items of a bundle can be changed.
func isEditable(bundle *resource) bool {
	status := bundle.text("status")
	return status == bundleDraft || status == bundleRejected
}

func (s *Sim) updateBundle(r *request, bundle *resource) *apiError {
	status := bundle.text("status")
	wanted := cmp.Or(r.form.Get("Status"), status)
	switch {
	case status == bundlePending || status == bundleInReview:
		return conflict(twilio.CodeConflict, "The bundle is under review")
	case wanted == status:
	case wanted == bundleDraft && status == bundleRejected:
	case wanted == bundlePending && isEditable(bundle):
		return s.submitBundle(bundle)
	default:
		return conflict(twilio.CodeConflict, "A bundle that is "+status+" cannot become "+wanted)
	}
	return nil
}

// submitBundle begins the review of a bundle that has everything.
func (s *Sim) submitBundle(bundle *resource) *apiError {
	for _, result := range s.evaluate(bundle) {
		if !result.Passed {
			return badRequest(twilio.ErrorCode(result.ErrorCode), "%s", result.FailureReason)
		}
	}
	s.afresh(bundle)
	s.setBundle(bundle, bundlePending, "")
	for _, document := range s.documentsOf(bundle) {
		s.set(document, "status", "pending-review")
	}
	lasts := cmp.Or(s.config.reviews.bundles, bundleReviewLasts)
	s.moved(lasts/2, bundle, "status", bundlePending, func() { s.set(bundle, "status", bundleInReview) }) // nobody is told
	s.moved(lasts, bundle, "status", bundleInReview, func() {
		reason := ""
		if bundle.text("istest") == "true" {
			reason = "The bundle is a test bundle."
		}
		s.judgeBundle(bundle, reason)
	})
	return nil
}

// judgeBundle ends a review: "" approves.
func (s *Sim) judgeBundle(bundle *resource, reason string) {
	status, ofDocument := bundleApproved, "approved"
	if reason != "" {
		status, ofDocument = bundleRejected, "rejected"
	}
	for _, document := range s.documentsOf(bundle) {
		s.set(document, "status", ofDocument)
		s.set(document, "failure_reason", orNil(reason))
	}
	s.setBundle(bundle, status, reason)
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// setBundle gives a bundle a status and tells the application.
func (s *Sim) setBundle(bundle *resource, status, reason string) {
	s.set(bundle, "status", status)
	callback := bundle.text("status_callback")
	if callback == "" {
		return
	}
	form := url.Values{"AccountSID": {cmp.Or(bundle.text("account_sid"), s.main.sid)}, "BundleSID": {bundle.sid()}, "Status": {status}}
	if reason != "" {
		form.Set("FailureReason", reason)
	}
	h := &hook{url: callback, method: http.MethodPost, status: true}
	s.tellStatus(bundle.sid(), status != bundlePending, statusCallback{status: status, hook: h, form: form})
}

// tell makes a request to the application once nothing is locked; of its answer only a
// failure matters.
func (s *Sim) tell(h *hook, form url.Values) {
	s.later(func() { _, _ = s.judge(s.call(h, form)) })
}

// ReviewBundle decides a review by hand, without waiting for the clock: a bundle that was
// submitted is approved, or rejected when there are reasons. Its status callback is sent
// before ReviewBundle returns.
//
//	sim.ReviewBundle(bundle.SID)                                  // approved
//	sim.ReviewBundle(bundle.SID, "The passport cannot be read.")  // rejected
//
// The test fails when the bundle is not under review.
//
// Twilio docs: https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles
func (s *Sim) ReviewBundle(sid string, reasons ...string) {
	if s.t != nil {
		s.t.Helper()
	}
	s.decideOn("ReviewBundle", bundlesPath, sid, func(bundle *resource) error {
		if status := bundle.text("status"); status != bundlePending && status != bundleInReview {
			return errors.New("its status is " + status + ": submit it first")
		}
		s.judgeBundle(bundle, strings.Join(reasons, " "))
		return nil
	})
}

func (s *Sim) deleteBundle(_ *request, bundle *resource) *apiError {
	if !isEditable(bundle) {
		return conflict(bundleNotDeletable, "The bundle is "+bundle.text("status")+" and cannot be deleted")
	}
	return nil
}

// twinOf keeps another bundle with the values and the items of one.
func (s *Sim) twinOf(bundle *resource, name string) *resource {
	sid := s.newSID("BU")
	now := s.Clock.Now()
	twin := &resource{path: bundlesPath + "/" + sid, shelf: bundlesPath, values: members{}, created: now, updated: now}
	for key, value := range bundle.values {
		twin.values[key] = value
	}
	twin.values["sid"], twin.values["friendlyname"], twin.values["status"] = sid, cmp.Or(name, bundle.text("friendly_name")), bundleDraft
	s.resources.put(numbersHost, bundlesPath, twin)
	for _, item := range s.itemsOf(bundle) {
		s.assignItem(twin, item.text("object_sid"))
	}
	return twin
}

// bundleOf returns the bundle in the path of a request.
func (s *Sim) bundleOf(r *request) (*resource, *apiError) {
	if bundle := s.kept(bundlesPath, r.ids["BundleSid"]); bundle != nil {
		return bundle, nil
	}
	return nil, notFound(bundlesPath + "/" + r.ids["BundleSid"])
}

func (s *Sim) copyBundle(r *request) (any, *apiError) {
	bundle, problem := s.bundleOf(r)
	if problem != nil {
		return nil, problem
	}
	twin := s.twinOf(bundle, r.form.Get("FriendlyName"))
	twin.values["copyof"] = bundle.sid()
	return s.show(r, twin), nil
}

func (s *Sim) listBundleCopies(r *request) (any, *apiError) {
	bundle, problem := s.bundleOf(r)
	if problem != nil {
		return nil, problem
	}
	var copies []*resource
	for _, other := range s.resources.in(numbersHost, bundlesPath) {
		if other.text("copyof") == bundle.sid() {
			copies = append(copies, other)
		}
	}
	return pageOf(r, bundle.path+"/Copies", r.op.ListKey, copies, (*resource).sid, func(res *resource) any { return s.show(r, res) })
}

func (s *Sim) cloneBundle(r *request) (any, *apiError) {
	bundle, problem := s.bundleOf(r)
	if problem != nil {
		return nil, problem
	}
	target := r.form.Get("TargetAccountSid")
	if s.accountOf(target) == nil {
		return nil, badRequest(20001, "TargetAccountSid: %s is none of your accounts", target)
	}
	twin := s.twinOf(bundle, r.form.Get("FriendlyName"))
	twin.values["accountsid"], twin.values["bundlesid"] = target, twin.sid()
	if !isTrue(r.form.Get("MoveToDraft")) {
		twin.values["status"] = bundle.text("status")
	}
	return s.show(r, twin), nil
}

// replaceItems brings the items of an approved bundle into another one of the same
// regulation. https://www.twilio.com/docs/phone-numbers/regulatory/api/replace-items-resource
func (s *Sim) replaceItems(r *request) (any, *apiError) {
	bundle, problem := s.bundleOf(r)
	if problem != nil {
		return nil, problem
	}
	from := s.kept(bundlesPath, r.form.Get("FromBundleSid"))
	switch {
	case from == nil:
		return nil, badRequest(20001, "FromBundleSid: there is no bundle %s", r.form.Get("FromBundleSid"))
	case from.text("status") != bundleApproved:
		return nil, conflict(twilio.CodeConflict, "The bundle "+from.sid()+" is not approved")
	case from.text("regulation_sid") != bundle.text("regulation_sid"):
		return nil, badRequest(regulationsDiffer, "From Bundle does not have latest Regulation requirements that matches destination Bundle")
	}
	items := slices.Clone(s.itemsOf(from)) // before any is removed, because both may be one bundle
	for _, item := range slices.Clone(s.itemsOf(bundle)) {
		s.resources.remove(numbersHost, bundle.path+"/ItemAssignments", item.path)
	}
	for _, item := range items {
		s.assignItem(bundle, item.text("object_sid"))
	}
	bundle.updated = s.Clock.Now()
	return s.show(r, bundle), nil
}

// createSenderID keeps a registration, which is a bundle, and opens a session.
func (s *Sim) createSenderID(r *request) (any, *apiError) {
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	now, sid := s.Clock.Now(), s.newSID("BU")
	res := &resource{path: bundlesPath + "/" + sid, shelf: bundlesPath, values: values, created: now, updated: now}
	res.values["id"], res.values["sid"], res.values["status"], res.values["regulationsid"] = sid, sid, bundleDraft, res.text("regulationid")
	s.resources.put(numbersHost, bundlesPath, res)
	shown := *res
	shown.values = members{"embeddedsession": s.embeddedSession()}
	for name, value := range res.values {
		shown.values[name] = value
	}
	shown.values["status"] = "DRAFT"
	return s.show(r, &shown), nil
}

func (s *Sim) embeddedSession() map[string]any {
	s.serial++
	return map[string]any{"sessionId": "inq_" + s.digest("session", s.serial), "sessionToken": s.digest("token", s.serial)}
}

// createSenderIDSession opens the form of a registration that can be changed.
func (s *Sim) createSenderIDSession(r *request) (any, *apiError) {
	registration, problem := s.bundleOf(r)
	if problem != nil {
		return nil, problem
	}
	if !isEditable(registration) {
		return nil, conflict(twilio.CodeConflict, "The registration is neither DRAFT nor TWILIO_REJECTED")
	}
	session := s.embeddedSession()
	session["id"] = registration.sid()
	return session, nil
}
