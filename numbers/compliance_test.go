package numbers_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/numbers"
	"github.com/seed15d99369/twilio/twiliotest"
	"github.com/seed15d99369/twilio/webhook"
)

// app takes the status callbacks of bundles, and refuses those that are not signed.
type app struct{ forms []map[string]string }

func (a *app) handler(t *testing.T, sim *twiliotest.Sim) http.Handler {
	t.Helper()
	verifier, err := webhook.NewVerifier(webhook.Token(sim.AuthToken()), webhook.PublicURL("https://app.example.com"))
	require.NoError(t, err)
	return verifier.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		form := map[string]string{}
		for name := range r.PostForm {
			form[name] = r.PostForm.Get(name)
		}
		a.forms = append(a.forms, form)
	}))
}

// TestBundleIsReviewedOnTheClock: from the draft to the approval, with the status callback
// at each status but in-review.
func TestBundleIsReviewedOnTheClock(t *testing.T) {
	t.Parallel()
	b, told := newBench(t, twiliotest.BundleReview(48*time.Hour)), &app{}
	b.sim.Handle("https://app.example.com", told.handler(t, b.sim))
	bundle, all := b.submitted()
	assert.Equal(t, numbers.BundlePendingReview, bundle.Status)
	assert.False(t, bundle.Status.Final())
	at := func(after time.Duration, want numbers.BundleStatus) {
		b.sim.Clock.Advance(after)
		got, err := b.Bundles.Get(t.Context(), bundle.SID)
		require.NoError(t, err)
		assert.Equal(t, want, got.Status)
	}
	at(23*time.Hour, numbers.BundlePendingReview)
	at(time.Hour, numbers.BundleInReview)
	at(23*time.Hour, numbers.BundleInReview)
	at(time.Hour, numbers.BundleApproved)
	document, err := b.SupportingDocuments.Get(t.Context(), all.passport)
	require.NoError(t, err)
	assert.Equal(t, numbers.DocumentApproved, document.Status)
	require.NoError(t, document.Err())
	assert.Equal(t, []map[string]string{
		{"AccountSID": b.sim.AccountSID(), "BundleSID": bundle.SID, "Status": "pending-review"},
		{"AccountSID": b.sim.AccountSID(), "BundleSID": bundle.SID, "Status": "twilio-approved"},
	}, told.forms)
}

// TestBundleIsRejectedByHand: the reason reaches the application and the documents, the
// bundle can be mended and handed in again.
func TestBundleIsRejectedByHand(t *testing.T) {
	t.Parallel()
	b, told := newBench(t), &app{}
	b.sim.Handle("https://app.example.com", told.handler(t, b.sim))
	bundle, all := b.submitted()
	b.sim.ReviewBundle(bundle.SID, "The passport cannot be read.")
	got, err := b.Bundles.Get(t.Context(), bundle.SID)
	require.NoError(t, err)
	var rejected *numbers.RejectedError
	require.ErrorAs(t, got.Err(), &rejected)
	assert.Equal(t, bundle.SID, rejected.SID)
	assert.True(t, got.Status.Final())
	assert.Equal(t, "The passport cannot be read.", told.forms[1]["FailureReason"])
	document, err := b.SupportingDocuments.Get(t.Context(), all.passport)
	require.NoError(t, err)
	require.ErrorAs(t, document.Err(), &rejected)
	assert.Equal(t, "The passport cannot be read.", rejected.Reason)

	reopened, err := b.Bundles.Reopen(t.Context(), bundle.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.BundleDraft, reopened.Status)
	_, err = b.Bundles.Submit(t.Context(), bundle.SID)
	require.NoError(t, err)
	b.sim.Clock.Advance(72 * time.Hour)
	got, err = b.Bundles.Get(t.Context(), bundle.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.BundleApproved, got.Status)
	require.NoError(t, got.Err())
}

// TestReviewOfAnEarlierSubmissionIsOver: what was scheduled for the first submission does
// not touch the second one.
func TestReviewOfAnEarlierSubmissionIsOver(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.BundleReview(10*time.Hour), twiliotest.AllowAlerts())
	bundle, _ := b.submitted()
	b.sim.Clock.Advance(4 * time.Hour)
	b.sim.ReviewBundle(bundle.SID, "No.")
	_, err := b.Bundles.Submit(t.Context(), bundle.SID)
	require.NoError(t, err)
	b.sim.Clock.Advance(2 * time.Hour) // the first submission would be in review now
	got, err := b.Bundles.Get(t.Context(), bundle.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.BundlePendingReview, got.Status)
	b.sim.Clock.Advance(8 * time.Hour)
	got, err = b.Bundles.Get(t.Context(), bundle.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.BundleApproved, got.Status)
}

func TestTestBundlesAreRejected(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bundle, err := b.Bundles.Create(t.Context(), numbers.BundleCreateParams{
		FriendlyName: "Test", Email: "ada@example.com", ISOCountry: "DE", NumberType: numbers.RegulatedLocal, EndUserType: numbers.EndUserIndividual,
		IsTest: twilio.Ptr(true),
	})
	require.NoError(t, err)
	all := b.items()
	b.assign(bundle.SID, all.endUser, all.passport, all.home)
	_, err = b.Bundles.Submit(t.Context(), bundle.SID)
	require.NoError(t, err)
	b.sim.Clock.Advance(72 * time.Hour)
	bundle, err = b.Bundles.Get(t.Context(), bundle.SID)
	require.NoError(t, err)
	assert.Equal(t, numbers.BundleRejected, bundle.Status)
}

// TestEvaluationSaysWhatIsMissing, requirement by requirement, and so does the refusal of
// the submission.
func TestEvaluationSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bundle := b.bundle()
	evaluation, err := b.Evaluations.Create(t.Context(), bundle.SID)
	require.NoError(t, err)
	assert.False(t, evaluation.Compliant())
	missing := map[string]twilio.ErrorCode{}
	for _, result := range evaluation.Missing() {
		missing[result.RequirementName] = result.ErrorCode
	}
	assert.Equal(t, map[string]twilio.ErrorCode{"individual_info": 22214, "proof_of_identity": 22216, "proof_of_address": 22216}, missing)
	require.ErrorIs(t, evaluation.Err(), twilio.ErrorCode(22214))
	_, err = b.Bundles.Submit(t.Context(), bundle.SID)
	require.ErrorIs(t, err, twilio.ErrorCode(22214))

	nameless, err := b.EndUsers.Create(t.Context(), numbers.EndUserCreateParams{
		FriendlyName: "Ada", Type: numbers.EndUserIndividual, Attributes: numbers.Attributes{}.With("first_name", "Ada"),
	})
	require.NoError(t, err)
	all := b.items()
	b.assign(bundle.SID, nameless.SID, all.passport, all.home)
	evaluation, err = b.Evaluations.Create(t.Context(), bundle.SID)
	require.NoError(t, err)
	require.Len(t, evaluation.Missing(), 1)
	result := evaluation.Missing()[0]
	assert.EqualValues(t, 22215, result.ErrorCode)
	require.Len(t, result.Invalid, 1)
	assert.Equal(t, "last_name", result.Invalid[0].ObjectField)
	assert.Equal(t, "first_name", result.Valid[0].ObjectField)

	_, err = b.EndUsers.Update(t.Context(), nameless.SID, numbers.EndUserUpdateParams{Attributes: nameless.Attributes.With("last_name", "Byron")})
	require.NoError(t, err)
	evaluation, err = b.Evaluations.Create(t.Context(), bundle.SID)
	require.NoError(t, err)
	assert.True(t, evaluation.Compliant())
	require.NoError(t, evaluation.Err())
	list, err := b.Evaluations.List(t.Context(), bundle.SID, numbers.EvaluationListParams{})
	require.NoError(t, err)
	assert.Len(t, list.Items, 3)
}

// TestWrongStatesAreRefused: what is under review or in use can be neither changed nor
// deleted.
func TestWrongStatesAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.AllowAlerts())
	bundle, all := b.submitted()
	ctx := t.Context()
	refused := map[string]struct {
		err  error
		code twilio.ErrorCode
	}{
		"delete the bundle":       {b.Bundles.Delete(ctx, bundle.SID), 21647},
		"delete the end user":     {b.EndUsers.Delete(ctx, all.endUser), 21644},
		"delete the document":     {b.SupportingDocuments.Delete(ctx, all.passport), 21646},
		"submit again":            {second(b.Bundles.Submit(ctx, bundle.SID)), twilio.CodeConflict},
		"rename the bundle":       {second(b.Bundles.Update(ctx, bundle.SID, numbers.BundleUpdateParams{FriendlyName: "x"})), twilio.CodeConflict},
		"change the end user":     {second(b.EndUsers.Update(ctx, all.endUser, numbers.EndUserUpdateParams{FriendlyName: "x"})), twilio.CodeConflict},
		"change the document":     {second(b.SupportingDocuments.Update(ctx, all.passport, numbers.SupportingDocumentUpdateParams{FriendlyName: "x"})), twilio.CodeConflict},
		"add an item":             {second(b.ItemAssignments.Create(ctx, bundle.SID, numbers.ItemAssignmentCreateParams{ObjectSID: b.address("US").SID})), twilio.CodeConflict},
		"replace by a draft":      {second(b.Bundles.ReplaceItems(ctx, bundle.SID, numbers.BundleReplaceItemsParams{FromBundleSID: b.bundle().SID})), twilio.CodeConflict},
		"a bundle for no country": {second(b.Bundles.Create(ctx, numbers.BundleCreateParams{FriendlyName: "x", Email: "ada@example.com", ISOCountry: "SE", NumberType: "local", EndUserType: "business"})), 20001},
	}
	for name, tt := range refused {
		require.ErrorIs(t, tt.err, tt.code, name)
	}
	item, err := b.ItemAssignments.List(ctx, bundle.SID, numbers.ItemAssignmentListParams{})
	require.NoError(t, err)
	require.ErrorIs(t, b.ItemAssignments.Delete(ctx, bundle.SID, item.Items[0].SID), twilio.CodeConflict)
	b.sim.ReviewBundle(bundle.SID)
	require.ErrorIs(t, b.SupportingDocuments.Delete(ctx, all.passport), twilio.ErrorCode(21645), "an approved bundle uses it")
	require.ErrorIs(t, b.Bundles.Delete(ctx, bundle.SID), twilio.ErrorCode(21647))
}

func second[T any](_ *T, err error) error { return err }

// TestItemsMustExist: an end user, a document and an address that exist, once each.
func TestItemsMustExist(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bundle, all := b.bundle(), b.items()
	for _, sid := range []string{
		"IT00000000000000000000000000000001", "RD00000000000000000000000000000001", "AD00000000000000000000000000000001", "PN00000000000000000000000000000001",
	} {
		_, err := b.ItemAssignments.Create(t.Context(), bundle.SID, numbers.ItemAssignmentCreateParams{ObjectSID: sid})
		require.ErrorIs(t, err, twilio.ErrorCode(20001), sid)
	}
	b.assign(bundle.SID, all.endUser)
	_, err := b.ItemAssignments.Create(t.Context(), bundle.SID, numbers.ItemAssignmentCreateParams{ObjectSID: all.endUser})
	require.ErrorIs(t, err, twilio.CodeConflict)
	page, err := b.ItemAssignments.List(t.Context(), bundle.SID, numbers.ItemAssignmentListParams{})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, all.endUser, page.Items[0].ObjectSID)
}

// TestCopiesCarryTheItems: a copy is a bundle of its own, and its items come back by
// ReplaceItems.
func TestCopiesCarryTheItems(t *testing.T) {
	t.Parallel()
	b := newBench(t, twiliotest.AllowAlerts())
	bundle, all := b.submitted()
	b.sim.ReviewBundle(bundle.SID)
	ctx := t.Context()
	copied, err := b.BundleCopies.Create(ctx, bundle.SID, numbers.BundleCopyCreateParams{FriendlyName: "Berlin, new"})
	require.NoError(t, err)
	assert.Equal(t, numbers.BundleDraft, copied.Status)
	list, err := b.BundleCopies.List(ctx, bundle.SID, numbers.BundleCopyListParams{})
	require.NoError(t, err)
	require.Len(t, list.Items, 1)
	assert.Equal(t, copied.SID, list.Items[0].SID)
	b.assign(copied.SID, b.address("US").SID)
	_, err = b.Bundles.Submit(ctx, copied.SID)
	require.NoError(t, err)
	b.sim.ReviewBundle(copied.SID)
	_, err = b.Bundles.ReplaceItems(ctx, bundle.SID, numbers.BundleReplaceItemsParams{FromBundleSID: copied.SID})
	require.NoError(t, err)
	var objects []string
	for item, err := range b.ItemAssignments.All(ctx, bundle.SID, numbers.ItemAssignmentListParams{}) {
		require.NoError(t, err)
		objects = append(objects, item.ObjectSID)
	}
	assert.Len(t, objects, 4)
	assert.Subset(t, objects, []string{all.endUser, all.passport, all.home})
	_, err = b.Bundles.ReplaceItems(ctx, bundle.SID, numbers.BundleReplaceItemsParams{FromBundleSID: bundle.SID})
	require.NoError(t, err)
	kept, err := b.ItemAssignments.List(ctx, bundle.SID, numbers.ItemAssignmentListParams{})
	require.NoError(t, err)
	assert.Len(t, kept.Items, 4, "its own items stay")

	other := b.sim.Subaccount()
	clone, err := b.Bundles.Clone(ctx, bundle.SID, numbers.BundleCloneParams{TargetAccountSID: other})
	require.NoError(t, err)
	assert.Equal(t, []any{other, numbers.BundleApproved}, []any{clone.AccountSID, clone.Status})
	assert.NotEqual(t, bundle.SID, clone.BundleSID)
	_, err = b.Bundles.Clone(ctx, bundle.SID, numbers.BundleCloneParams{TargetAccountSID: "AC00000000000000000000000000000001"})
	require.ErrorIs(t, err, twilio.ErrorCode(20001))
}

// TestRegulationsOfTheSimulator: what they ask for is enough for a bundle.
func TestRegulationsOfTheSimulator(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	count := 0
	for reg, err := range b.Regulations.All(t.Context(), numbers.RegulationListParams{ISOCountry: "DE", EndUserType: numbers.EndUserIndividual}) {
		require.NoError(t, err)
		count++
		require.Len(t, reg.Requirements.EndUser, 1)
		assert.Equal(t, []string{"first_name", "last_name"}, reg.Requirements.EndUser[0].Fields)
		require.Len(t, reg.Requirements.SupportingDocument[0], 2)
		assert.Equal(t, "passport", reg.Requirements.SupportingDocument[0][0].AcceptedDocuments[0].Type)
		again, err := b.Regulations.Get(t.Context(), reg.SID, numbers.RegulationGetParams{})
		require.NoError(t, err)
		assert.Equal(t, reg, again)
		bundle, err := b.Bundles.Create(t.Context(), numbers.BundleCreateParams{FriendlyName: "x", Email: "ada@example.com", RegulationSID: reg.SID})
		require.NoError(t, err)
		assert.Equal(t, reg.SID, bundle.RegulationSID)
	}
	assert.Equal(t, 1, count)
	_, err := b.Regulations.Get(t.Context(), "RN00000000000000000000000000000001", numbers.RegulationGetParams{})
	require.ErrorIs(t, err, twilio.ErrNotFound)
}

// TestSenderIDRegistrationIsABundle: it is found among the bundles, and its form opens
// until it is under review.
func TestSenderIDRegistrationIsABundle(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	registration, err := b.SenderIDRegistrations.Create(t.Context(), numbers.SenderIDRegistrationCreateParams{
		FriendlyName: "Owl Bank", RegulationID: "RN00000000000000000000000000000001", RegulationVersion: 1,
		Data: numbers.Attributes{"alphanumericSender": []byte(`{"senderId":"OwlBank"}`)},
	})
	require.NoError(t, err)
	assert.Equal(t, numbers.SenderIDDraft, registration.Status)
	assert.NotEmpty(t, registration.EmbeddedSession.SessionToken)
	assert.JSONEq(t, `{"senderId":"OwlBank"}`, string(registration.Data["alphanumericSender"]))
	session, err := b.SenderIDRegistrations.CreateSession(t.Context(), registration.ID, numbers.SenderIDSessionCreateParams{})
	require.NoError(t, err)
	assert.Equal(t, registration.ID, session.ID)
	assert.NotEqual(t, registration.EmbeddedSession.SessionID, session.SessionID)
	page, err := b.Bundles.List(t.Context(), numbers.BundleListParams{FriendlyName: "Owl Bank"})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, registration.ID, page.Items[0].SID)
	_, err = b.Bundles.Submit(t.Context(), registration.ID)
	require.NoError(t, err)
	_, err = b.SenderIDRegistrations.CreateSession(t.Context(), registration.ID, numbers.SenderIDSessionCreateParams{})
	require.ErrorIs(t, err, twilio.CodeConflict)
}

// TestRegionsAreKept: the region of a number, a SIP domain and a trunk.
func TestRegionsAreKept(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	_, err := b.NumberRegions.Update(ctx, landline, numbers.RegionUpdateParams{VoiceRegion: "ie1"})
	require.NoError(t, err)
	number, err := b.NumberRegions.Get(ctx, landline)
	require.NoError(t, err)
	_, err = b.SIPDomainRegions.Update(ctx, "owl.sip.twilio.com", numbers.RegionUpdateParams{VoiceRegion: "au1"})
	require.NoError(t, err)
	domain, err := b.SIPDomainRegions.Get(ctx, "owl.sip.twilio.com")
	require.NoError(t, err)
	_, err = b.TrunkRegions.Update(ctx, "owl.pstn.twilio.com", numbers.RegionUpdateParams{VoiceRegion: "jp1"})
	require.NoError(t, err)
	trunk, err := b.TrunkRegions.Get(ctx, "owl.pstn.twilio.com")
	require.NoError(t, err)
	assert.Equal(t, []string{"ie1", "au1", "jp1"}, []string{number.VoiceRegion, domain.VoiceRegion, trunk.VoiceRegion})
}

// TestBundleOfANumber: a number is bought with a bundle that is approved, and with no
// other one.
func TestBundleOfANumber(t *testing.T) {
	t.Parallel()
	const number = "+14155550003"
	b := newBench(t, twiliotest.AllowAlerts(), twiliotest.Inventory(twiliotest.Stock{PhoneNumber: number, NeedsBundle: true}))
	bundle, _ := b.submitted()
	params := numbers.BuyParams{PhoneNumber: number, Settings: numbers.Settings{BundleSID: bundle.SID}}
	_, err := b.Incoming.Buy(t.Context(), params)
	require.ErrorIs(t, err, twilio.CodeBundleMissing)
	b.sim.ReviewBundle(bundle.SID)
	bought, err := b.Incoming.Buy(t.Context(), params)
	require.NoError(t, err)
	assert.Equal(t, bundle.SID, bought.BundleSID)
}
