// Package fetch downloads publishers' files and keeps them as they came, so that
// importing them is the same as importing a file that a person downloaded.
//
// A download that breaks off goes on where it stopped; a server that is busy is
// asked again after a while, and not more often than its rules allow. A file has
// its name only when it is whole.
package fetch
