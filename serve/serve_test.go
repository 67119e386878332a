package serve

import (
	"net"
	"testing"
)

func TestBaseIRI(t *testing.T) {
	listens := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4711}
	usual := &net.TCPAddr{IP: net.IPv6loopback, Port: 80}
	for told, want := range map[string]string{"graph.example:80": "http://graph.example", "[::1]:80": "http://[::1]", ":80": "http://localhost"} {
		if got := baseIRI(told, usual); got != want {
			t.Errorf("told %s, IRIs begin with %s, want %s", told, got, want)
		}
	}
	for told, want := range map[string]string{
		"localhost:8080": "http://localhost:4711", "graph.example:0": "http://graph.example:4711", ":8080": "http://localhost:4711",
		"0.0.0.0:80": "http://localhost:4711", "[::]:80": "http://localhost:4711", "[::1]:80": "http://[::1]:4711", "10.0.0.7:0": "http://10.0.0.7:4711",
	} {
		if got := baseIRI(told, listens); got != want {
			t.Errorf("told %s, IRIs begin with %s, want %s", told, got, want)
		}
	}
}
