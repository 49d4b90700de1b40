// A case that forgot to say which sentence it expects.
#ifdef WRONG
static_assert(false, "write 1_c");
#endif
