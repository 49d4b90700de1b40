// Text that every backend's file has: the head, the signature, the typed arguments by position, the C functions.
#pragma once
#include <lossc/emit/signature.hpp>
#include <lossc/emit/text.hpp>

namespace lossc {

/// The first lines of a kernel: the loss and its gradient in mathematics, where it comes from, the rules that fired.
void emit_head(writer& out, const compiled& c, const kernel_names& names);

/// slots, axis names and `signature<T>()`.
void emit_signature(writer& out, const compiled& c, const std::vector<slot>& slots, const std::string& name);

/// `run<T>(call)` and `workspace<T>(call)`, which choose between the value_only and the with_gradients plan.
void emit_choice_of_plan(writer& out);

/// `positional<Args>`: the members of an args struct in the order of the slots.
void emit_positional(writer& out, const compiled& c, const std::vector<slot>& slots);

/// A type that a backend's kernels are made for.
struct element_type {
  const char* cpp;     // in the kernel's text
  const char* suffix;  // of C names: "", "_f64", …
  const char* dtype;   // enumerator of lossc_dtype
  const char* c;       // of arrays in the C header
  const char* words;   // in its comments
  bool on_cpu;         // whether CPU kernels are made for it too
};

const std::vector<element_type>& element_types();

/// The C functions for each of the types; `backend` is the last part of their names: "" or "_cuda".
void emit_entry_points(writer& out, const std::string& name, const std::string& space, const std::string& backend, const std::string& status_text,
                       const std::vector<element_type>& types);

}  // namespace lossc
