// Validates OpenVEX documents with the library of the OpenVEX project: go run . FOLDER
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/openvex/go-vex/pkg/vex"
)

func main() {
	paths, _ := filepath.Glob(filepath.Join(os.Args[1], "openvex@-*.txt"))
	statements, wrong := 0, 0
	for _, path := range paths {
		document, err := vex.Load(path)
		if err == nil {
			for i := range document.Statements {
				statements++
				if breach := document.Statements[i].Validate(); breach != nil {
					err = breach
				}
			}
		}
		if err != nil {
			wrong++
			fmt.Printf("%s: %v\n", filepath.Base(path), err)
		}
	}
	fmt.Printf("openvex@: %d of %d reports are valid, %d statements\n", len(paths)-wrong, len(paths), statements)
	if wrong > 0 || len(paths) == 0 {
		os.Exit(1)
	}
}
