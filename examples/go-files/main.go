// A small file service: PUT, GET and DELETE /files/{name}, and GET /files. It tells of itself by expvar and pprof.
package main

import (
	"context"
	"expvar"
	"log"
	"net/http"
	"net/http/pprof"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	// A peer that sends its headers slower than this holds a connection for nothing.
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
	// What is under way may end before the service does.
	stopTimeout = 10 * time.Second
)

func main() {
	store, err := OpenStore(env("DATA_DIR", "data"))
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /files", store.list)
	mux.HandleFunc("PUT /files/{name}", store.put)
	mux.HandleFunc("GET /files/{name}", store.get)
	mux.HandleFunc("DELETE /files/{name}", store.remove)
	// Profiles show the service's insides and cost CPU: only where they were asked for.
	if os.Getenv("ENABLE_PROFILING") == "true" {
		mux.Handle("GET /debug/vars", expvar.Handler())
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	}
	// No WriteTimeout: it would refuse CPU profiles that take longer, and cut off slow downloads.
	server := &http.Server{
		Addr:              env("HOST", "127.0.0.1") + ":" + env("PORT", "8080"),
		Handler:           mux,
		ReadHeaderTimeout: readHeaderTimeout,
		IdleTimeout:       idleTimeout,
	}
	go stopOnSignal(server)
	log.Printf("listening on http://%s", server.Addr)
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		log.Fatal(err)
	}
	<-stopped
}

// Closed when the last request has been answered.
var stopped = make(chan struct{})

func stopOnSignal(server *http.Server) {
	defer close(stopped)
	signals, cancel := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer cancel()
	<-signals.Done()
	limited, cancelLimit := context.WithTimeout(context.Background(), stopTimeout)
	defer cancelLimit()
	if err := server.Shutdown(limited); err != nil {
		log.Printf("stopped before all was answered: %v", err)
	}
}

func env(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}
