// A loss in the interpreter, in any scalar type: arguments in, results in the user's shapes out.
#pragma once

#include <lossc/evaluate/interpret.hpp>
#include <lossc/program/call_arguments.hpp>

namespace lossc::program {

template <class T> using numbers = Eigen::Array<T, Eigen::Dynamic, 1>;

template <class T> numbers<T> as_numbers(const array& values) {
  const std::vector<double> given = values.as_f64();
  return Eigen::Map<const numbers<double>>(given.data(), static_cast<Eigen::Index>(given.size()))
      .template cast<T>();
}

template <class T>
lossc::arguments<T> for_interpreter(const graph& g, const call_arguments& given) {
  lossc::arguments<T> a;
  a.sizes = given.sizes;
  a.ignore_index = given.ignore_index;
  a.numbers.resize(g.inputs.size());
  a.labels.resize(g.inputs.size());
  for (std::size_t i = 0; i < g.inputs.size(); ++i) {
    if (g.inputs[i].kind == input_kind::upstream) {
      if (given.upstream) a.numbers[i] = as_numbers<T>(*given.upstream);
    } else if (g.inputs[i].kind == input_kind::label) {
      a.labels[i] = given.arrays[i].as_i64();
    } else {
      a.numbers[i] = as_numbers<T>(given.arrays[i]);
    }
  }
  return a;
}

// A graph on arguments: the values of all its nodes. Not copied, since the values point into it.
template <class T> class interpreted {
 public:
  interpreted(const graph& g, const call_arguments& given)
      : arguments_(for_interpreter<T>(g, given)),
        where_(lossc::detail::domain_of(g, arguments_)),
        known_(interpret(g, where_, arguments_)) {}
  interpreted(const interpreted&) = delete;
  interpreted& operator=(const interpreted&) = delete;

  const domain& where() const { return where_; }
  const std::vector<values<T>>& known() const { return known_; }
  const values<T>& operator[](node_id id) const { return known_[static_cast<std::size_t>(id)]; }

  // The upstream gradient of a node: the one that was given, else ones.
  values<T> upstream(node_id id, const call_arguments& given) const {
    values<T> made(&where_, (*this)[id].mask);
    if (given.upstream)
      made.data = as_numbers<T>(*given.upstream);
    else
      made.data.setOnes();
    return made;
  }

 private:
  lossc::arguments<T> arguments_;
  domain where_;
  std::vector<values<T>> known_;
};

}  // namespace lossc::program
