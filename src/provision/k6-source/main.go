// Package main is the pinned source build of k6: the same entry point as the official binary.
package main

import "go.k6.io/k6/v2/cmd"

func main() { cmd.Execute() }
