// A wrong program whose sentence is there, but only after an error that does not help.
// expect: write 1_c
#ifdef WRONG
int n = undeclared;
static_assert(false, "write 1_c");
#endif
