package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"github.com/oborot/oborot/internal/source"
	"github.com/oborot/oborot/trade"
)

// part is a file that is not whole yet: its bytes lie in PATH.part, and what is
// needed to go on in PATH.part.json.
type part struct {
	client  *Client
	address string
	path    string // of the whole file
	mark    mark
	best    int64 // the most bytes that were here
}

// mark tells whether the publisher's file is still the one that was begun.
type mark struct {
	Address   string `json:"address"`   // without what may be secret in it
	Validator string `json:"validator"` // ETag or Last-Modified
	Size      int64  `json:"size"`      // of the whole file, 0 if unknown
}

// download brings one file to the client's folder and returns its path. A whole
// file of that name is not downloaded again. While another process downloads it,
// the error is of kind trade.Conflict.
func (c *Client) download(ctx context.Context, address, name string) (_ string, err error) {
	path := filepath.Join(c.Dir, name)
	if whole(path) {
		return path, nil
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return "", diskError("the folder for downloads cannot be made", err)
	}
	p := &part{client: c, address: address, path: path}
	lock := flock.New(p.lockPath(), flock.SetPermissions(0o644))
	got, err := lock.TryLock()
	if err != nil {
		return "", diskError("the download cannot be locked", err)
	}
	if !got {
		return "", trade.Errorf(trade.Conflict, "another process is downloading this file").At(path, 0).
			WithHint("wait until it is done, then call again")
	}
	defer func() {
		if closing := lock.Close(); err == nil && closing != nil {
			err = diskError("the lock of the download cannot be released", closing)
		}
	}()
	if whole(path) { // meanwhile, by the process that held the lock
		return path, nil
	}
	p.readMark()
	if err := c.again(ctx, func() (bool, error) { return p.more(ctx) }); err != nil {
		return "", err
	}
	return path, p.finish()
}

func whole(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func diskError(what string, err error) error {
	return trade.Errorf(trade.Internal, "%s: %w", what, err).WithHint("look at the free space and the rights of the folder, or name another one with --dir")
}

func (p *part) partPath() string { return p.path + ".part" }
func (p *part) markPath() string { return p.path + ".part.json" }
func (p *part) lockPath() string { return p.path + ".part.lock" }

// identity is how the address is written down: without a password or a token.
func (p *part) identity() string { return withoutQuery(p.address) }

// readMark takes up an earlier download of the same address.
func (p *part) readMark() {
	data, err := os.ReadFile(p.markPath())
	if err != nil || json.Unmarshal(data, &p.mark) != nil || p.mark.Address != p.identity() {
		p.mark = mark{Address: p.identity()}
	}
}

// have returns how many bytes are here and can be gone on from.
func (p *part) have() int64 {
	info, err := os.Stat(p.partPath())
	if err != nil || p.mark.Validator == "" {
		return 0
	}
	return info.Size()
}

// more asks for what is missing. progress tells whether anything came.
func (p *part) more(ctx context.Context) (progress bool, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	have := p.have()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.address, nil)
	if err != nil {
		return false, trade.Errorf(trade.Usage, "the address cannot be asked: %w", withoutAddress(err)).At(withoutQuery(p.address), 0).WithHint("check the address")
	}
	request.Header.Set("User-Agent", p.client.Agent)
	request.Header.Set("Accept-Encoding", "identity") // so that lengths are those of the file
	if have > 0 {
		request.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
		request.Header.Set("If-Range", p.mark.Validator)
	}
	response, err := p.client.client().Do(request)
	if err != nil {
		return false, p.network("the server cannot be reached", err)
	}
	defer response.Body.Close()
	from, whole, err := p.begin(response, have)
	if err != nil || whole {
		return false, err
	}
	p.best = max(p.best, from)
	n, err := p.receive(ctx, cancel, response.Body, from)
	// A server that begins anew each time and breaks off at the same place brings nothing.
	progress = from+n > p.best
	p.best = max(p.best, from+n)
	return progress, err
}

func (p *part) network(what string, err error) error {
	return &temporary{reason: what, where: withoutQuery(p.address), cause: withoutAddress(err)}
}

// withoutAddress leaves out the address that errors of net/http begin with.
func withoutAddress(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// begin judges the head of an answer and returns from which byte it goes on, or
// that nothing is missing.
func (p *part) begin(r *http.Response, have int64) (from int64, whole bool, err error) {
	switch r.StatusCode {
	case http.StatusOK:
		// The bytes that are here go first: under the new mark they would be taken for
		// those of the new file.
		if err := p.forget(); err != nil {
			return 0, false, err
		}
		size := max(0, r.ContentLength)
		p.mark = mark{p.identity(), orElse(strong(r.Header.Get("ETag")), r.Header.Get("Last-Modified")), size}
		return 0, false, p.writeMark()
	case http.StatusPartialContent:
		return p.goesOn(r, have)
	case http.StatusRequestedRangeNotSatisfiable:
		if p.mark.Size > 0 && have == p.mark.Size {
			return have, true, nil
		}
		return 0, false, p.startOver("the file at the server is shorter than what is here")
	}
	return 0, false, statusError(r, withoutQuery(p.address), "")
}

// goesOn judges the head of an answer that brings a part.
func (p *part) goesOn(r *http.Response, have int64) (from int64, whole bool, err error) {
	first, size, ok := contentRange(r.Header.Get("Content-Range"))
	if !ok || first != have || p.mark.Size > 0 && size > 0 && size != p.mark.Size {
		return 0, false, p.startOver("the server sends another part of the file than was asked for")
	}
	now := strong(r.Header.Get("ETag"))
	if !strings.HasPrefix(p.mark.Validator, `"`) {
		now = r.Header.Get("Last-Modified")
	}
	if have > 0 && now != "" && now != p.mark.Validator {
		return 0, false, p.startOver("the file at the server has changed")
	}
	if p.mark.Size == 0 {
		p.mark.Size = size
	}
	return have, false, nil
}

// strong returns a tag that stands for the very bytes.
func strong(tag string) string {
	if strings.HasPrefix(tag, "W/") {
		return ""
	}
	return tag
}

// contentRange reads "bytes 100-199/1000". The size is 0 where the server writes *.
func contentRange(text string) (first, size int64, ok bool) {
	span, all, found := strings.Cut(strings.TrimPrefix(text, "bytes "), "/")
	from, _, dash := strings.Cut(span, "-")
	first, errFirst := strconv.ParseInt(from, 10, 64)
	if all == "*" {
		all = "0"
	}
	size, errSize := strconv.ParseInt(all, 10, 64)
	return first, size, found && dash && errFirst == nil && errSize == nil
}

// startOver forgets what is here.
func (p *part) startOver(why string) error {
	p.mark = mark{Address: p.identity()}
	if err := p.forget(); err != nil {
		return err
	}
	return &temporary{reason: why, where: withoutQuery(p.address)}
}

// forget removes the bytes that are here.
func (p *part) forget() error {
	if err := os.Remove(p.partPath()); err != nil && !os.IsNotExist(err) {
		return diskError("the unfinished download cannot be removed", err)
	}
	return nil
}

func (p *part) writeMark() error {
	data, err := json.Marshal(p.mark)
	if err == nil {
		err = os.WriteFile(p.markPath(), data, 0o644)
	}
	if err != nil {
		return diskError("the download cannot be written", err)
	}
	return nil
}

// receive writes the body behind the bytes that are here. A connection that brings
// nothing for a while is given up.
func (p *part) receive(ctx context.Context, cancel context.CancelCauseFunc, body io.Reader, from int64) (int64, error) {
	file, err := os.OpenFile(p.partPath(), os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		err = file.Truncate(from)
	}
	if err == nil {
		_, err = file.Seek(from, io.SeekStart)
	}
	if err != nil {
		return 0, diskError("the download cannot be written", err)
	}
	idle := orElse(p.client.Idle, time.Minute)
	timer := time.AfterFunc(idle, func() { cancel(errIdle) })
	defer timer.Stop()
	w := &written{file: file, at: from, seen: func(at int64) {
		timer.Reset(idle)
		if p.client.Progress != nil {
			p.client.Progress(source.Step{File: filepath.Base(p.path), Bytes: at, Of: p.mark.Size})
		}
	}}
	n, err := io.Copy(w, body)
	if closing := errors.Join(file.Sync(), file.Close()); closing != nil || w.failed.Load() {
		return n, diskError("the download cannot be written", errors.Join(err, closing))
	}
	return n, p.whole(from+n, err, context.Cause(ctx))
}

var errIdle = errors.New("nothing came for too long")

// whole judges whether the file has come to its end.
func (p *part) whole(at int64, err, cause error) error {
	switch {
	case cause != nil && !errors.Is(cause, errIdle):
		return cause
	case errors.Is(cause, errIdle):
		return p.network("the server stopped sending", errIdle)
	case err != nil:
		return p.network("the connection broke off", err)
	case p.mark.Size > 0 && at < p.mark.Size:
		return p.network(fmt.Sprintf("only %d of %d bytes came", at, p.mark.Size), nil)
	case p.mark.Size > 0 && at > p.mark.Size:
		return p.startOver(fmt.Sprintf("%d bytes came where the server announced %d", at, p.mark.Size))
	}
	return nil
}

// written counts what was written and remembers whether the disk failed.
type written struct {
	file   *os.File
	at     int64
	seen   func(at int64)
	failed atomic.Bool
}

// Write writes.
func (w *written) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	w.at += int64(n)
	if err != nil {
		w.failed.Store(true)
		return n, err
	}
	w.seen(w.at)
	return n, nil
}

// finish gives the whole file its name.
func (p *part) finish() error {
	if err := os.Rename(p.partPath(), p.path); err != nil {
		return diskError("the download cannot be put in its place", err)
	}
	for _, left := range []string{p.markPath(), p.lockPath()} {
		// An open file cannot be removed everywhere; an empty one left behind does no harm.
		if err := os.Remove(left); err != nil && !os.IsNotExist(err) && left != p.lockPath() {
			return diskError("a file of the download cannot be removed", err)
		}
	}
	return nil
}
