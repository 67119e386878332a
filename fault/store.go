package fault

import "errors"

// ErrUnavailable says that the store cannot be reached now; trying again later may help.
var ErrUnavailable = errors.New("the store cannot be reached")

// ErrTimeout says that the store did not answer in time.
var ErrTimeout = errors.New("the store did not answer in time")
