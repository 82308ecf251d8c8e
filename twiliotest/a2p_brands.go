package twiliotest

import (
	"maps"
	"strconv"
	"strings"

	"github.com/seed15d99369/twilio"
)

// Codes of brands. https://www.twilio.com/docs/api/errors/21724,
// https://www.twilio.com/docs/api/errors/21725
const (
	brandUpdatesUsed  = 21724
	brandNotUpdatable = 21725
)

// maxBrandReviews is how often a brand is reviewed before Twilio's support has to help.
const maxBrandReviews = 4

// brandsPath is the collection of brands.
const brandsPath = "/v1/a2p/BrandRegistrations"

func (s *Sim) createBrand(r *request) (any, *apiError) {
	at, problem := s.locate(r)
	if problem != nil {
		return nil, problem
	}
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	reg := s.registerBrand(values)
	return s.shapeOf(r, at, reg.res), nil
}

// registerBrand submits a brand.
func (s *Sim) registerBrand(values members) *registration {
	brand := members{"brandtype": "STANDARD", "identitystatus": "UNVERIFIED", "mock": false, "skipautomaticsecvet": false, "errors": []any{}}
	maps.Copy(brand, values)
	return s.register(&brandReview, brandsPath, brand)
}

// resubmitBrand reviews a brand that failed anew.
func (s *Sim) resubmitBrand(r *request) (any, *apiError) {
	reg, at, problem := s.registered(r, &brandReview)
	switch {
	case problem != nil:
		return nil, problem
	case !reg.is(brandReview.rejected):
		return nil, badRequest(brandNotUpdatable, "Brand can be updated only when it is FAILED: it is %s", textOf(reg.res.values["status"]))
	case reg.reviews >= maxBrandReviews:
		return nil, badRequest(brandUpdatesUsed, "Brand has been updated too often")
	}
	s.submit(reg)
	return s.shapeOf(r, at, reg.res), nil
}

// brandDecided tells who the brand is, or why it failed.
func (s *Sim) brandDecided(reg *registration, reasons []RejectionReason) {
	values := reg.res.values
	values["errors"], values["failurereason"] = errorsOf(reasons), nil
	if len(reasons) > 0 {
		values["failurereason"] = reasons[0].text()
	}
	if !reg.is(brandReview.approved) {
		return
	}
	values["tcrid"], values["identitystatus"] = registryID("B", reg.sid), "VERIFIED"
	const score = 75 // of 100
	if values["brandtype"] == "STANDARD" && values["skipautomaticsecvet"] != true {
		values["brandscore"] = strconv.Itoa(score)
	}
}

// registryID is an ID of The Campaign Registry: a letter and six more characters.
func registryID(letter, sid string) string {
	const more = 6
	return letter + strings.ToUpper(sid[len(sid)-more:])
}

// createVetting has a brand examined by a third party.
func (s *Sim) createVetting(r *request) (any, *apiError) {
	at, problem := s.locate(r)
	if problem != nil {
		return nil, problem
	}
	values, problem := valuesOf(r)
	if problem != nil {
		return nil, problem
	}
	values["vettingclass"] = "STANDARD"
	if values["vettingprovider"] == "campaign-verify" {
		values["vettingclass"] = "POLITICAL"
		if !strings.HasPrefix(textOf(values["vettingid"]), "cv|") {
			return nil, badRequest(twilio.ErrorCode(campaignVerifyToken), "The token of Campaign Verify is not valid")
		}
	}
	maps.Copy(values, at.parents)
	reg := s.register(&vettingReview, at.path, values)
	return s.shapeOf(r, at, reg.res), nil
}

// campaignVerifyToken is the code of a token that is none.
// https://www.twilio.com/docs/api/errors/21722
const campaignVerifyToken = 21722

// vettingDecided raises the brand that was vetted.
func (s *Sim) vettingDecided(reg *registration) {
	brand := recordOf(s.registrationsOf(&brandReview), textOf(reg.res.values["brandsid"]))
	if brand != nil && reg.is(vettingReview.approved) {
		brand.res.values["identitystatus"] = "VETTED_VERIFIED"
	}
}
