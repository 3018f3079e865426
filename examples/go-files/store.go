package main

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"sync/atomic"
)

const mostBytes = 16 << 20 // of one file

// No separator, and no dot at the beginning: those are files that are not complete yet.
var validName = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$`)

// Store keeps files in one folder. os.Root lets no name lead out of it, whatever the checks above it let through.
type Store struct {
	folder  *os.Root
	uploads atomic.Uint64
}

func OpenStore(path string) (*Store, error) {
	if err := os.MkdirAll(path, 0o750); err != nil {
		return nil, err
	}
	folder, err := os.OpenRoot(path)
	return &Store{folder: folder}, err
}

// A file is written beside its place and then moved there: nobody ever sees half of one.
func (s *Store) put(w http.ResponseWriter, r *http.Request) {
	name, ok := nameOf(w, r)
	if !ok {
		return
	}
	if r.ContentLength > mostBytes {
		http.Error(w, "the file is too large", http.StatusRequestEntityTooLarge)
		return
	}
	part := ".part-" + strconv.FormatUint(s.uploads.Add(1), 10)
	if err := s.write(part, http.MaxBytesReader(w, r.Body, mostBytes)); err != nil {
		s.folder.Remove(part)
		fail(w, err)
		return
	}
	if err := s.folder.Rename(part, name); err != nil {
		fail(w, err)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func (s *Store) write(part string, body io.Reader) error {
	file, err := s.folder.Create(part)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, body)
	return errors.Join(err, file.Close())
}

func (s *Store) get(w http.ResponseWriter, r *http.Request) {
	name, ok := nameOf(w, r)
	if !ok {
		return
	}
	file, err := s.folder.Open(name)
	if err != nil {
		fail(w, err)
		return
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil {
		fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, name, about.ModTime(), file)
}

func (s *Store) list(w http.ResponseWriter, _ *http.Request) {
	entries, err := fs.ReadDir(s.folder.FS(), ".")
	if err != nil {
		fail(w, err)
		return
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		if validName.MatchString(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string][]string{"files": names})
}

func (s *Store) remove(w http.ResponseWriter, r *http.Request) {
	name, ok := nameOf(w, r)
	if !ok {
		return
	}
	if err := s.folder.Remove(name); err != nil {
		fail(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func nameOf(w http.ResponseWriter, r *http.Request) (string, bool) {
	name := r.PathValue("name")
	if !validName.MatchString(name) {
		http.Error(w, "a name has up to 128 letters, digits and . _ -, and does not begin with a dot", http.StatusBadRequest)
		return "", false
	}
	return name, true
}

// What the client did is told to it; what is wrong here goes to the log.
func fail(w http.ResponseWriter, err error) {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		http.Error(w, "the file is too large", http.StatusRequestEntityTooLarge)
	case errors.Is(err, fs.ErrNotExist):
		http.Error(w, "there is no such file", http.StatusNotFound)
	case errors.Is(err, io.ErrUnexpectedEOF):
		http.Error(w, "the file ended early", http.StatusBadRequest)
	default:
		log.Print(err)
		http.Error(w, "the file could not be kept or read", http.StatusInternalServerError)
	}
}
