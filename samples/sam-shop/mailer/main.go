// Speaks the Lambda Runtime API itself, so that nothing has to be downloaded to build it.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

type event struct {
	To string `json:"to"`
}

func handle(payload []byte) ([]byte, error) {
	var mail event
	if err := json.Unmarshal(payload, &mail); err != nil {
		return nil, err
	}
	fmt.Println("mailing", mail.To)
	return json.Marshal(map[string]string{"sent": mail.To, "stage": os.Getenv("STAGE")})
}

func main() {
	base := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(base + "next")
		if err != nil {
			os.Exit(1)
		}
		payload, _ := io.ReadAll(next.Body)
		next.Body.Close()
		id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
		answer, err := handle(payload)
		path := "/response"
		if err != nil {
			path = "/error"
			answer, _ = json.Marshal(map[string]string{"errorType": "Error", "errorMessage": err.Error()})
		}
		sent, err := http.Post(base+id+path, "application/json", bytes.NewReader(answer))
		if err != nil {
			os.Exit(1)
		}
		sent.Body.Close()
	}
}
