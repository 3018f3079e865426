// Says of each history on stdin (a line of JSON: an array of records) whether it is linearizable: a line of 1 or 0 each.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"

	"github.com/anishathalye/porcupine"
)

// Record is HistoryRecord of src/contract.ts.
type Record struct {
	C int    `json:"c"`
	K string `json:"k"`
	O string `json:"o"`
	B int64  `json:"b"`
	E int64  `json:"e"`
	S string `json:"s"`
	V string `json:"v"`
	X string `json:"x"`
	R string `json:"r"`
}

// A register with compare-and-swap. Its state is its value, "" when nothing is there; a version belongs to its value.
func model(versionOf map[string]string) porcupine.Model {
	return porcupine.Model{
		Init: func() interface{} { return "" },
		Step: func(state, input, output interface{}) (bool, interface{}) {
			now, op := state.(string), input.(Record)
			if op.O == "read" {
				return op.X == now, now
			}
			fits := op.R == "" || (now != "" && versionOf[now] == op.R)
			if op.O == "create" {
				fits = now == ""
			}
			if fits {
				return true, op.X // a remove has no value
			}
			// What may never have been applied is put at the end of all, where it changes nothing.
			return op.S == "unknown", now
		},
		Equal: func(a, b interface{}) bool { return a == b },
	}
}

func check(history []Record) bool {
	versionOf := map[string]string{}
	byKey := map[string][]porcupine.Operation{}
	for _, op := range history {
		if op.S == "ok" && op.X != "" && op.V != "" {
			versionOf[op.X] = op.V
		}
	}
	for _, op := range history {
		if op.S == "conflict" || op.S == "fail" || (op.O == "read" && op.S != "ok") {
			continue
		}
		end := op.E
		if op.S == "unknown" {
			end = math.MaxInt64
		}
		byKey[op.K] = append(byKey[op.K], porcupine.Operation{
			ClientId: op.C, Input: op, Call: op.B, Output: op, Return: end,
		})
	}
	for _, operations := range byKey {
		if !porcupine.CheckOperations(model(versionOf), operations) {
			return false
		}
	}
	return true
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var history []Record
		if err := json.Unmarshal(lines.Bytes(), &history); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if check(history) {
			fmt.Println(1)
		} else {
			fmt.Println(0)
		}
	}
}
