// A service with a heap that lives, in a runtime whose collector runs beside the program: how often it runs is for GOGC.
package main

import (
	_ "expvar"
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof"
	"os"
	"sync/atomic"
	"time"
)

// Raised with every change, so that no older one is taken from the cache.
const version = "v1.0.0"

const (
	nodes = 1 << 20
	// Garbage of each request, in pieces as services make them.
	pieces     = 32
	pieceBytes = 1 << 10
	// A peer that sends its headers slower than this holds a connection for nothing.
	readHeaderTimeout = 10 * time.Second
)

type node struct {
	next *node
	name [6]int64
}

// The collector has to follow it from end to end each time.
var index *node

// What was made last is still in use by somebody.
var recent atomic.Pointer[[][]byte]

func main() {
	if len(os.Args) > 1 && os.Args[1] == "--version" {
		fmt.Println("go-service", version)
		return
	}
	for range nodes {
		index = &node{next: index}
	}
	// expvar and pprof are registered there as well
	http.HandleFunc("GET /healthz", answer)
	address := os.Getenv("HOST") + ":" + os.Getenv("PORT")
	server := &http.Server{Addr: address, ReadHeaderTimeout: readHeaderTimeout}
	log.Printf("listening on http://%s", address)
	log.Fatal(server.ListenAndServe())
}

func answer(w http.ResponseWriter, _ *http.Request) {
	made := make([][]byte, pieces)
	for i := range made {
		made[i] = make([]byte, pieceBytes)
	}
	recent.Store(&made)
	w.WriteHeader(http.StatusNoContent)
}
