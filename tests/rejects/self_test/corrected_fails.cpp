// A case whose corrected twin does not compile either: refusing everything is no achievement.
// expect: write 1_c
static_assert(false, "write 1_c");
