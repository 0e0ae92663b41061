package fetch

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"golang.org/x/time/rate"

	"github.com/oborot/oborot/internal/source"
)

// Client downloads to a folder. The zero value of a field is a sensible choice.
type Client struct {
	Dir      string            // where files go; it is made if need be
	HTTP     *http.Client      // nil: one that gives up on a server that sends no header for a minute
	Agent    string            // how the program names itself to servers
	Progress func(source.Step) // nil: nobody looks
	Said     func(string)      // told why it waits, in a sentence; nil: nobody listens

	Tries int           // at one piece of a file without any progress; 0: 8
	First time.Duration // before the second try; it doubles up to a minute; 0: one second
	Idle  time.Duration // without a byte before a connection is given up; 0: one minute
	Every time.Duration // between two requests to an interface with a limit; 0: one second

	once   sync.Once
	usable *http.Client
}

const (
	usualTries = 8
	longest    = time.Minute
)

func orElse[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// client returns the one client of all requests, so that connections are used again.
func (c *Client) client() *http.Client {
	c.once.Do(func() {
		made := http.Client{}
		if c.HTTP != nil {
			made = *c.HTTP
		} else {
			transport := http.DefaultTransport.(*http.Transport).Clone()
			transport.ResponseHeaderTimeout = orElse(c.Idle, time.Minute)
			made.Transport = transport
		}
		made.CheckRedirect = redirects(made.CheckRedirect)
		c.usable = &made
	})
	return c.usable
}

const mostRedirects = 10

// redirects keeps the key from other servers, and from the same one where the
// connection is not encrypted any more: net/http takes only the usual headers of
// logins away.
func redirects(further func(*http.Request, []*http.Request) error) func(*http.Request, []*http.Request) error {
	return func(next *http.Request, via []*http.Request) error {
		first := via[0].URL
		if next.URL.Host != first.Host || next.URL.Scheme != first.Scheme {
			next.Header.Del(keyHeader)
		}
		if further != nil {
			return further(next, via)
		}
		if len(via) >= mostRedirects {
			return errors.New("the server sends in circles")
		}
		return nil
	}
}

// again calls one until it succeeds, fails for good, or has failed too often in a
// row without progress.
func (c *Client) again(ctx context.Context, one func() (progress bool, err error)) error {
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval = orElse(c.First, time.Second)
	wait.MaxInterval = longest
	for failed := 0; ; {
		progress, err := one()
		if err == nil || ctx.Err() != nil {
			return orElse(ctx.Err(), err)
		}
		t, temporary := err.(*temporary)
		if !temporary {
			return err
		}
		if progress {
			failed = 0
			wait.Reset()
		}
		if failed++; failed >= orElse(c.Tries, usualTries) {
			return t.gaveUp(failed)
		}
		if t.after > longestWait {
			return t.tooLong()
		}
		pause := max(wait.NextBackOff(), t.after)
		if c.Said != nil {
			c.Said(t.reason + "; trying again in " + pause.Round(time.Second).String())
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// limiter keeps the time between two requests.
func (c *Client) limiter() *rate.Limiter {
	return rate.NewLimiter(rate.Every(orElse(c.Every, time.Second)), 1)
}
