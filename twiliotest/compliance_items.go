package twiliotest

import (
	"slices"
	"strings"

	"github.com/seed15d99369/twilio"
)

// complianceItemHandler returns the handler of an operation on what goes into bundles,
// nil for all others.
func complianceItemHandler(operation string) handler {
	switch operation {
	case "CreateItemAssignment":
		return (*Sim).createItemAssignment
	case "DeleteItemAssignment":
		return (*Sim).deleteItemAssignment
	case "UpdateEndUser":
		return onKept((*Sim).updateEndUser)
	case "DeleteEndUser":
		return onKept((*Sim).deleteEndUser)
	case "CreateSupportingDocument":
		return (*Sim).createDocument
	case "UpdateSupportingDocument":
		return onKept((*Sim).updateDocument)
	case "DeleteSupportingDocument":
		return onKept((*Sim).deleteDocument)
	}
	return nil
}

// itemsOf returns the item assignments of a bundle.
func (s *Sim) itemsOf(bundle *resource) []*resource {
	return s.resources.in(numbersHost, bundle.path+"/ItemAssignments")
}

// objectsOf returns the resources of a collection that are in a bundle.
func (s *Sim) objectsOf(bundle *resource, collection string) []*resource {
	var found []*resource
	for _, item := range s.itemsOf(bundle) {
		if object := s.kept(collection, item.text("object_sid")); object != nil {
			found = append(found, object)
		}
	}
	return found
}

func (s *Sim) documentsOf(bundle *resource) []*resource { return s.objectsOf(bundle, documentsPath) }

// assignItem keeps an item assignment.
func (s *Sim) assignItem(bundle *resource, object string) {
	sid, now := s.newSID("BV"), s.Clock.Now()
	path := bundle.path + "/ItemAssignments"
	s.resources.put(numbersHost, path, &resource{
		path: path + "/" + sid, shelf: path, created: now, updated: now,
		values: members{"sid": sid, "bundlesid": bundle.sid(), "objectsid": object},
	})
}

// bundlesWith returns the bundles that have an object among their items.
func (s *Sim) bundlesWith(object *resource) []*resource {
	var found []*resource
	for _, bundle := range s.resources.in(numbersHost, bundlesPath) {
		if slices.ContainsFunc(s.itemsOf(bundle), func(item *resource) bool { return item.text("object_sid") == object.sid() }) {
			found = append(found, bundle)
		}
	}
	return found
}

// isUnderReview says whether an object is part of a bundle that cannot be changed now.
func (s *Sim) isUnderReview(object *resource) bool {
	return slices.ContainsFunc(s.bundlesWith(object), func(bundle *resource) bool {
		status := bundle.text("status")
		return status == bundlePending || status == bundleInReview
	})
}

func (s *Sim) createItemAssignment(r *request) (any, *apiError) {
	bundle, problem := s.editableBundle(r)
	if problem != nil {
		return nil, problem
	}
	object := r.form.Get("ObjectSid")
	if !s.isItem(r, object) {
		return nil, badRequest(20001, "ObjectSid: there is no end user, supporting document or address %s", object)
	}
	for _, item := range s.itemsOf(bundle) {
		if item.text("object_sid") == object {
			return nil, conflict(twilio.CodeConflict, "The bundle has "+object+" already")
		}
	}
	return s.keep(r)
}

// editableBundle returns the bundle in the path of a request if its items can be changed.
func (s *Sim) editableBundle(r *request) (*resource, *apiError) {
	bundle, problem := s.bundleOf(r)
	if problem == nil && !isEditable(bundle) {
		return nil, conflict(twilio.CodeConflict, "The bundle is "+bundle.text("status")+" and cannot be changed")
	}
	return bundle, problem
}

// isItem says whether something exists that can be part of a bundle.
func (s *Sim) isItem(r *request, sid string) bool {
	switch {
	case strings.HasPrefix(sid, "IT"):
		return s.kept(endUsersPath, sid) != nil
	case strings.HasPrefix(sid, "RD"):
		return s.kept(documentsPath, sid) != nil
	case strings.HasPrefix(sid, "AD"):
		return s.hasAddress(r, sid)
	}
	return false
}

// hasAddress says whether the account of a request has an address.
func (s *Sim) hasAddress(r *request, sid string) bool {
	collection := accountPath(r.account, "/Addresses")
	return s.exists(r, place{host: "api", path: collection + "/" + sid, collection: collection, id: sid, extension: ".json"})
}

func (s *Sim) deleteItemAssignment(r *request) (any, *apiError) {
	if _, problem := s.editableBundle(r); problem != nil {
		return nil, problem
	}
	return s.keep(r)
}

func (s *Sim) updateEndUser(_ *request, endUser *resource) *apiError {
	if s.isUnderReview(endUser) {
		return conflict(twilio.CodeConflict, "The end user is part of a bundle under review")
	}
	return nil
}

func (s *Sim) deleteEndUser(_ *request, endUser *resource) *apiError {
	if len(s.bundlesWith(endUser)) > 0 {
		return conflict(endUserInUse, "The end user is part of a bundle")
	}
	return nil
}

// createDocument keeps a document as a draft, with the type of its file if there is one.
func (s *Sim) createDocument(r *request) (any, *apiError) {
	body, _, problem := s.makeKept(r, members{"status": "draft"})
	return body, problem
}

func (s *Sim) updateDocument(_ *request, document *resource) *apiError {
	if status := document.text("status"); status != "draft" && status != "rejected" {
		return conflict(twilio.CodeConflict, "The supporting document is "+status+" and cannot be changed")
	}
	return nil
}

func (s *Sim) deleteDocument(_ *request, document *resource) *apiError {
	switch {
	case s.isUnderReview(document):
		return conflict(documentNotDeletable, "The supporting document is under review")
	case len(s.bundlesWith(document)) > 0:
		return conflict(documentInUse, "The supporting document is part of a bundle")
	}
	return nil
}
