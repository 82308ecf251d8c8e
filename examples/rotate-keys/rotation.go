package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed15d99369/twilio"
	"github.com/seed15d99369/twilio/iam"
)

// rotation replaces credentials.
type rotation struct {
	admin   *twilio.Client // with the auth token: keys do not make keys
	options []twilio.Option
}

// newKey makes a key. When the answer is lost, so is the secret: then the key that may be
// there is deleted, and the error stays, so that the caller starts again.
func (r *rotation) newKey(ctx context.Context, name string) (*iam.NewKey, error) {
	keys, params := iam.New(r.admin).Keys, iam.KeyCreateParams{FriendlyName: name}
	key, err := keys.Create(ctx, params)
	var unknown *twilio.OutcomeUnknownError
	if !errors.As(err, &unknown) {
		return key, err
	}
	lost, findErr := keys.Reconcile(ctx, params, unknown)
	if findErr != nil {
		return nil, findErr // twilio.ErrNotSeen: it was not made
	}
	return nil, errors.Join(err, keys.Delete(ctx, lost.SID))
}

// replaceKey makes a key, uses it, and only then deletes the old one.
func (r *rotation) replaceKey(ctx context.Context, oldSID, name string) (*iam.NewKey, error) {
	key, err := r.newKey(ctx, name)
	if err != nil {
		return nil, err
	}
	// Here a program writes key.SID and key.Secret.Reveal() into its vault.
	if err := r.try(ctx, key); err != nil {
		return nil, fmt.Errorf("the new key does not work, and the old one stays: %w", err)
	}
	return key, iam.New(r.admin).Keys.Delete(ctx, oldSID)
}

// try makes a request with a key.
func (r *rotation) try(ctx context.Context, key *iam.NewKey) error {
	client, err := twilio.New(r.admin.AccountSID(), key.Credential(), r.options...)
	if err != nil {
		return err
	}
	_, err = client.Messages.List(ctx, twilio.MessageListParams{PageSize: 1})
	return err
}

// secondary makes the next auth token, which works beside the present one. A token whose
// answer was lost is deleted, because nobody has read it.
func (r *rotation) secondary(ctx context.Context) (twilio.Secret, error) {
	tokens := iam.New(r.admin).AuthTokens
	made, err := tokens.CreateSecondary(ctx, iam.SecondaryAuthTokenCreateParams{})
	if errors.Is(err, twilio.ErrOutcomeUnknown) {
		return "", errors.Join(err, tokens.DeleteSecondary(ctx))
	}
	if err != nil {
		return "", err
	}
	return made.SecondaryAuthToken, nil
}

// promote makes next the only auth token and returns a client with it. The promotion is
// asked for with the former token, which ends by it. When the answer is lost, the former
// token tells: it is refused if the promotion was carried out.
func (r *rotation) promote(ctx context.Context, next twilio.Secret) (*twilio.Client, error) {
	service := iam.New(r.admin)
	_, err := service.AuthTokens.Promote(ctx, iam.AuthTokenPromoteParams{})
	if errors.Is(err, twilio.ErrOutcomeUnknown) {
		_, formerErr := service.Accounts.Get(ctx, r.admin.AccountSID())
		if errors.Is(formerErr, twilio.ErrAuthentication) {
			err = nil
		}
	}
	if err != nil {
		return nil, err
	}
	return twilio.New(r.admin.AccountSID(), twilio.AuthToken(next.Reveal()), r.options...)
}
