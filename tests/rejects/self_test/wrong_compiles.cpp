// A wrong program that nothing refuses.
// expect: write 1_c
#ifdef WRONG
int n = 1;
#endif
