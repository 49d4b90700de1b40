// A case as it should be: the first error is the sentence; [brackets]; semicolons; (parentheses).
// expect: write 1_c [not 1]; a plain number has no type of its own (yet)
template <class T>
constexpr int number(T value) {
  static_assert(sizeof(T) == 1, "write 1_c [not 1]; a plain number has no type of its own (yet)");
  return value;
}

#ifdef WRONG
int n = number(1);
#else
int n = number('1');
#endif
