// A wrong program that is refused with another sentence than the case promises.
// expect: write 1_c
#ifdef WRONG
static_assert(false, "write 2_c");
#endif
