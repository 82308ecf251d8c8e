package desk

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// The certificates of the authority live as long as anybody has a server running.
const (
	authorityName = "twilio-sim, made at its start"
	authorityLife = 30 * 24 * time.Hour
	clockSkew     = time.Hour // of whoever checks a certificate
	maxLeaves     = 256       // certificates that are kept
)

// authority signs certificates for names below twilio.com, and can sign none for others. Its
// key is made at the start and never leaves the memory.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pem  []byte // of the certificate

	mu     sync.Mutex
	leaves map[string]*tls.Certificate // by name
}

func newAuthority() (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: authorityName}, NotBefore: time.Now().Add(-clockSkew), NotAfter: time.Now().Add(authorityLife),
		KeyUsage: x509.KeyUsageCertSign, IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		PermittedDNSDomainsCritical: true, PermittedDNSDomains: []string{twilioDomain[1:]},
	}
	a := &authority{key: key, leaves: map[string]*tls.Certificate{}}
	der, err := a.sign(template, template, key)
	if err != nil {
		return nil, err
	}
	if a.cert, err = x509.ParseCertificate(der); err != nil {
		return nil, err
	}
	a.pem = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return a, nil
}

func (a *authority) sign(template, parent *x509.Certificate, of *ecdsa.PrivateKey) ([]byte, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	return x509.CreateCertificate(rand.Reader, template, parent, &of.PublicKey, a.key)
}

// leaf returns the certificate of a name below twilio.com.
func (a *authority) leaf(name string) (*tls.Certificate, error) {
	if !isTwilioName(name) {
		return nil, errors.New("twilio-sim: the name that TLS asks for is none of Twilio's")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if kept := a.leaves[name]; kept != nil {
		return kept, nil
	}
	made, err := a.newLeaf(name)
	if err != nil {
		return nil, err
	}
	if len(a.leaves) >= maxLeaves {
		clear(a.leaves)
	}
	a.leaves[name] = made
	return made, nil
}

func (a *authority) newLeaf(name string) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := a.sign(&x509.Certificate{
		DNSNames: []string{name}, NotBefore: a.cert.NotBefore, NotAfter: a.cert.NotAfter,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
	}, a.cert, key)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, nil
}

// certFile is the certificate of the authority in a file, because clients take a path.
type certFile struct {
	path   string
	folder string // that was made for it, "" for none
}

// save writes the certificate to a path, or, when there is none, to a new folder. A file of
// an earlier start is replaced; any other file is left alone.
func (a *authority) save(path string) (certFile, error) {
	file := certFile{path: path}
	if path == "" {
		folder, err := os.MkdirTemp("", "twilio-sim-")
		if err != nil {
			return certFile{}, fmt.Errorf("no folder for the certificate of the authority: %w", err)
		}
		file = certFile{path: filepath.Join(folder, "ca.pem"), folder: folder}
	} else if err := checkReplaceable(path); err != nil {
		return certFile{}, err
	}
	return file, replace(file.path, a.pem)
}

// replace writes a file under another name and renames it, so that no link is followed and
// no reader sees a part of it.
func replace(path string, content []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".twilio-sim-*.pem")
	if err != nil {
		return err
	}
	_, err = temp.Write(content)
	err = errors.Join(err, temp.Chmod(0o644), temp.Close()) // it is no secret, and a container reads it as another user
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

// checkReplaceable refuses to replace a file that no twilio-sim has written.
func checkReplaceable(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode().IsRegular() && info.Size() < maxHeader && holdsAuthority(path) {
		return nil
	}
	return fmt.Errorf("%s exists, and is no certificate of an earlier twilio-sim: name another file", path)
}

func holdsAuthority(path string) bool {
	content, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return false
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	return err == nil && cert.Subject.CommonName == authorityName
}

// remove removes the file, and the folder that was made for it. A file that another
// twilio-sim has replaced by now stays.
func (a *authority) remove(f certFile) {
	if f.folder != "" {
		_ = os.RemoveAll(f.folder)
		return
	}
	if now, err := os.ReadFile(f.path); err == nil && bytes.Equal(now, a.pem) {
		_ = os.Remove(f.path)
	}
}
