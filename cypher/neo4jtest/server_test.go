package neo4jtest

import (
	"net"
	"strings"
	"testing"
)

// TestStartOnBusyPort shows that a port that is taken is said in one line, before anything is fetched or started.
func TestStartOnBusyPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = Start(t.Context(), Options{Port: l.Addr().(*net.TCPAddr).Port})
	if err == nil || !strings.Contains(err.Error(), "is not free, give another") || strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is %v", err)
	}
}
