package lake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/gofrs/flock"

	"github.com/oborot/oborot/trade"
)

const (
	lockFile    = "oborot.lock"
	holderFile  = "oborot.lock.json"
	lockRecheck = 20 * time.Millisecond
)

// holder says who holds the lake lock, for the message to those who wait.
type holder struct {
	Process int       `json:"process"`
	Host    string    `json:"host"`
	Since   time.Time `json:"since"`
	Doing   string    `json:"doing"`
}

// locked runs a function while holding the lake lock, which the kernel frees
// when the process dies. It waits as long as the options say, then returns an
// error of kind trade.Conflict that names the holder.
func (l *Lake) locked(ctx context.Context, doing string, run func() error) (err error) {
	lock := flock.New(l.path(lockFile), flock.SetPermissions(0o644))
	wait, cancel := context.WithTimeout(ctx, l.wait)
	defer cancel()
	if got, err := lock.TryLockContext(wait, lockRecheck); !got {
		return l.lockRefused(ctx, err)
	}
	defer func() {
		removed := removeFile(l.path(holderFile))
		err = errors.Join(err, diskError("the lake lock cannot be released", errors.Join(removed, lock.Unlock())))
	}()
	l.nameHolder(doing)
	return run()
}

func (l *Lake) lockRefused(ctx context.Context, cause error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if !errors.Is(cause, context.DeadlineExceeded) {
		return diskError("the lake lock "+l.path(lockFile)+" cannot be taken", cause)
	}
	return trade.Errorf(trade.Conflict, "the lake %s is locked by %s", l.root, l.readHolder()).
		WithHint("try again later, or wait longer with --wait")
}

// nameHolder says who holds the lock. It is a courtesy to those who wait, so its
// failure is none: upkeep must get the lock on a full disk.
func (l *Lake) nameHolder(doing string) {
	host, err := os.Hostname()
	if err != nil {
		host = "an unnamed host"
	}
	data, err := json.Marshal(holder{os.Getpid(), host, now(), doing})
	if err == nil {
		_ = os.WriteFile(l.path(holderFile), data, 0o644)
	}
}

func (l *Lake) readHolder() string {
	var h holder
	data, err := os.ReadFile(l.path(holderFile))
	if err != nil || json.Unmarshal(data, &h) != nil {
		return "another process"
	}
	return fmt.Sprintf("process %d on %s (%s since %s)", h.Process, h.Host, h.Doing, h.Since.Format("2006-01-02 15:04:05 MST"))
}
