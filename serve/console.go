package serve

import (
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// console is where the program says what it does before it serves. Lines and the bar of progress do not mix.
type console struct {
	io.Writer

	mu  sync.Mutex
	bar *progressbar.ProgressBar // nil while none is shown
}

// say prints a line, on a terminal above the bar.
func (c *console) say(line string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bar != nil {
		_ = c.bar.Clear()
	}
	fmt.Fprintln(c, line)
	if c.bar != nil {
		_ = c.bar.RenderBlank()
	}
}

// progress shows a bar on a terminal, and one line elsewhere.
func (c *console) progress(what string, records int) (show func(done, total int), done func()) {
	file, ok := c.Writer.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		c.say(fmt.Sprintf("%s: %s records", what, thousands(records)))
		return nil, func() {}
	}
	bar := progressbar.NewOptions(records, progressbar.OptionSetWriter(c), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("records"), progressbar.OptionSetDescription(what), progressbar.OptionClearOnFinish())
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bar = bar
	return func(done, _ int) {
			c.mu.Lock()
			defer c.mu.Unlock()
			_ = bar.Set(done)
		}, func() {
			c.mu.Lock()
			defer c.mu.Unlock()
			_ = bar.Finish()
			c.bar = nil
		}
}
