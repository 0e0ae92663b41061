package flowfile

import (
	"math/bits"
	"sync"

	"github.com/apache/arrow-go/v18/arrow/memory"
)

// recycler gives out memory that was given back. Pages are as large as each other, and
// with new memory for each a year would leave more garbage behind than it has rows.
type recycler struct {
	mu   sync.Mutex
	free [64][][]byte // by the power of two that they hold
}

var _ memory.Allocator = (*recycler)(nil)

// Allocate implements memory.Allocator. What it returns may hold old bytes.
func (r *recycler) Allocate(size int) []byte {
	class := bits.Len(uint(max(size, 1) - 1))
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.free[class]); n > 0 {
		b := r.free[class][n-1]
		r.free[class] = r.free[class][:n-1]
		return b[:size]
	}
	return make([]byte, size, 1<<class)
}

// Reallocate implements memory.Allocator.
func (r *recycler) Reallocate(size int, b []byte) []byte {
	if size <= cap(b) {
		return b[:size]
	}
	larger := r.Allocate(size)
	copy(larger, b)
	r.Free(b)
	return larger
}

// Free implements memory.Allocator.
func (r *recycler) Free(b []byte) {
	if cap(b) == 0 {
		return
	}
	class := bits.Len(uint(cap(b))) - 1
	r.mu.Lock()
	defer r.mu.Unlock()
	r.free[class] = append(r.free[class], b)
}
