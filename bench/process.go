package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// cost is what one process took.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // bytes of resident memory
}

func (c cost) String() string {
	return fmt.Sprintf("%6.2f s wall  %6.2f s CPU  %5.2f GiB peak", c.wall.Seconds(), c.cpu.Seconds(), float64(c.peak)/(1<<30))
}

// measure runs a program to its end. Its output is shown only when it fails. A process
// begins with the peak of the one that starts it, so a small one stands between.
func measure(ctx context.Context, program string, args ...string) (cost, error) {
	own, err := os.Executable()
	if err != nil {
		return cost{}, err
	}
	var output, told bytes.Buffer
	c := exec.CommandContext(ctx, own, append([]string{"timed", program}, args...)...)
	c.Stdout, c.Stderr = &told, &output
	if err := c.Run(); err != nil {
		return cost{}, fmt.Errorf("%s %v: %w\n%s", program, args, err, output.String())
	}
	var took cost
	var wall, cpu int64
	_, err = fmt.Sscan(told.String(), &wall, &cpu, &took.peak)
	took.wall, took.cpu = time.Duration(wall), time.Duration(cpu)
	return took, err
}

// timed runs a program, its output on stderr, and prints its cost in nanoseconds and bytes.
func timed(program string, args []string) error {
	c := exec.Command(program, args...)
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	begin := time.Now()
	err := c.Run()
	wall := time.Since(begin)
	if err != nil {
		return err
	}
	usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return fmt.Errorf("this system does not tell the memory of a process")
	}
	// Linux counts in KiB.
	fmt.Println(int64(wall), int64(c.ProcessState.UserTime()+c.ProcessState.SystemTime()), usage.Maxrss*1024)
	return nil
}

// median returns the run of median wall time.
func median(runs []cost) cost {
	sorted := slices.Clone(runs)
	slices.SortFunc(sorted, func(a, b cost) int { return int(a.wall - b.wall) })
	return sorted[len(sorted)/2]
}

// warm reads the files once, so that every run finds them in the page cache.
func warm(files ...string) error {
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, f)
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}
