// A layer that the table does not know: wrong.
