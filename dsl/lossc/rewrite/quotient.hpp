// Quotients of products: an algebra in which a factor cancels by what it is, also where it is 0 or infinite (P1).
#pragma once
#include <algorithm>

#include <lossc/graph/symbol.hpp>

namespace lossc {

namespace detail {

struct power {
  int factor = 0;  // its place in `quotients::factors`
  double exponent = 0;
  friend constexpr bool operator==(const power&, const power&) = default;
  friend constexpr auto operator<=>(const power&, const power&) = default;
};

/// coefficient · Π factor^exponent, by ascending factor; no exponent is 0. Numbers that are no power of two
/// are factors too: they cancel by what they are, and nothing is rounded before a product is written.
struct product {
  double coefficient = 1;
  std::vector<power> powers;
  friend constexpr bool operator==(const product&, const product&) = default;
};

enum class factor_kind : std::uint8_t {
  value,        // a node that is not looked into
  number,       // a positive one
  exponential,  // e^node
  ratio,        // f(u) / u of a function that is its argument next to 0: the node is f(u), the only term u
  condition,    // 1 where the node holds, else 0
  sum,          // of products, in normal form: no common factor, ordered, leading coefficient 1 or in [1, 2)
};

struct factor {
  factor_kind kind = factor_kind::value;
  node_id node = no_node;
  std::vector<product> terms;
  friend constexpr bool operator==(const factor&, const factor&) = default;
};

// Positive and finite: they make no singularity.
constexpr bool is_regular(factor_kind kind) {
  return kind == factor_kind::number || kind == factor_kind::exponential || kind == factor_kind::ratio;
}

constexpr bool is_power_of_two(double x) { return x != 0 && (to_bits(x) & ((std::uint64_t{1} << 52) - 1)) == 0; }
constexpr bool is_whole(double x) { return x == static_cast<double>(static_cast<std::int64_t>(x)); }

/// Products over the nodes of one graph, with the factors that occur in them.
struct quotients {
  graph& g;
  std::vector<factor> factors;

  constexpr product of(const factor& f) {
    const auto known = std::find(factors.begin(), factors.end(), f);
    const auto place = static_cast<int>(known - factors.begin());
    if (known == factors.end()) factors.push_back(f);
    product made;
    made.powers.push_back({place, 1});
    return made;
  }

  constexpr product number(double x) {
    if (x == 0 || is_power_of_two(x)) return {x, {}};
    product made = of({factor_kind::number, g.number(x < 0 ? -x : x), {}});
    made.coefficient = x < 0 ? -1 : 1;
    return made;
  }
  constexpr double number_of(const power& p) const { return from_bits(g[(*this)[p].node].payload); }

  constexpr const factor& operator[](const power& p) const { return factors[static_cast<std::size_t>(p.factor)]; }

  constexpr product times(const product& a, const product& b) const {
    product made{a.coefficient * b.coefficient, {}};
    if (made.coefficient == 0) return made;  // a derivative that is 0 annihilates (R2)
    std::size_t i = 0, j = 0;
    while (i < a.powers.size() || j < b.powers.size()) {
      const bool from_a = j == b.powers.size() || (i < a.powers.size() && a.powers[i].factor <= b.powers[j].factor);
      const bool from_b = i == a.powers.size() || (j < b.powers.size() && b.powers[j].factor <= a.powers[i].factor);
      power p = from_a ? a.powers[i] : b.powers[j];
      if (from_a && from_b) p.exponent += b.powers[j].exponent;
      i += from_a;
      j += from_b;
      if ((*this)[p].kind == factor_kind::condition) p.exponent = std::min(p.exponent, 1.0);
      const bool is_two = (*this)[p].kind == factor_kind::number && is_power_of_two(number_of(p));
      if (is_two && is_whole(p.exponent)) made.coefficient *= whole_power(number_of(p), static_cast<int>(p.exponent));
      else if (p.exponent != 0) made.powers.push_back(p);
    }
    return made;
  }

  /// p^exponent where that is a product again, else no power and a coefficient of 0.
  struct raised {
    bool possible = false;
    product value{};
  };
  constexpr raised raise(const product& p, double exponent) {
    if (p.coefficient == 0) return {exponent > 0, {0, {}}};
    const bool whole = is_whole(exponent);
    product made;
    int that_may_be_negative = 0;
    for (power f : p.powers) {
      const auto kind = (*this)[f].kind;
      if (kind == factor_kind::condition) {
        if (exponent < 0) return {};
      } else {
        // √(x²) is |x|, and √(x y) is defined where √x and √y are not.
        if (!whole && !is_regular(kind) && (++that_may_be_negative > 1 || is_whole(f.exponent / 2))) return {};
        f.exponent *= exponent;
      }
      made.powers.push_back(f);
    }
    if (whole) {
      made.coefficient = whole_power(p.coefficient, static_cast<int>(exponent));
    } else if (p.coefficient != 1) {
      if (p.coefficient < 0) return {};
      product root = of({factor_kind::number, g.number(p.coefficient), {}});
      root.powers[0].exponent = exponent;
      made = times(made, root);
    }
    return {true, made};
  }

  constexpr product sum(std::vector<product> terms) {
    terms = like_terms_joined(terms);
    if (terms.empty()) return {0, {}};
    if (std::all_of(terms.begin(), terms.end(), [&](const product& p) { return is_constant(p); })) {
      double total = 0;
      for (const product& term : terms) total += constant(term);
      return number(total);
    }
    if (terms.size() == 1) return terms[0];
    product content = common_factor(terms);
    product inverse = content;
    for (power& p : inverse.powers) p.exponent = -p.exponent;
    for (product& term : terms) term = times(term, inverse);
    auto shorter = like_terms_joined(with_sums_opened(terms));
    if (shorter.size() >= terms.size()) shorter = like_terms_joined(with_squares_joined(terms));
    if (shorter.size() < terms.size()) return times(content, sum(std::move(shorter)));
    std::sort(terms.begin(), terms.end(), [](const product& a, const product& b) { return a.powers < b.powers; });
    content.coefficient = scale_of(terms);
    for (product& term : terms) term.coefficient /= content.coefficient;
    return times(content, of({factor_kind::sum, no_node, terms}));
  }

  /// The coefficient and the numbers that stand in whole powers.
  constexpr double constant(const product& p) const {
    double above = p.coefficient, below = 1;
    for (const power& f : p.powers) {
      if (!is_constant(f)) continue;
      if (f.exponent > 0) above *= whole_power(number_of(f), static_cast<int>(f.exponent));
      else below *= whole_power(number_of(f), -static_cast<int>(f.exponent));
    }
    return above / below;
  }
  constexpr bool is_constant(const power& p) const { return (*this)[p].kind == factor_kind::number && is_whole(p.exponent); }

 private:
  constexpr bool is_constant(const product& p) const {
    return std::all_of(p.powers.begin(), p.powers.end(), [&](const power& f) { return is_constant(f); });
  }

  static constexpr double whole_power(double base, int exponent) {
    double made = 1;
    for (int i = 0; i < (exponent < 0 ? -exponent : exponent); ++i) made *= base;
    return exponent < 0 ? 1 / made : made;
  }

  static constexpr std::vector<product> like_terms_joined(const std::vector<product>& terms) {
    std::vector<product> joined;
    for (const product& term : terms) {
      const auto like = std::find_if(joined.begin(), joined.end(), [&](const product& p) { return p.powers == term.powers; });
      if (like == joined.end()) joined.push_back(term);
      else like->coefficient += term.coefficient;
    }
    joined.erase(std::remove_if(joined.begin(), joined.end(), [](const product& p) { return p.coefficient == 0; }), joined.end());
    return joined;
  }

  static constexpr double exponent_in(const product& p, int factor) {
    for (const power& f : p.powers)
      if (f.factor == factor) return f.exponent;
    return 0;
  }

  /// What every term has, poles included: a/x + b/y is (a y + b x) / (x y). Of regular factors no more than
  /// all terms have: e^x − 1 keeps its form.
  constexpr product common_factor(const std::vector<product>& terms) const {
    product common;
    for (int f = 0; f < static_cast<int>(factors.size()); ++f) {
      double least = exponent_in(terms[0], f), most = least;
      for (const product& term : terms) {
        least = std::min(least, exponent_in(term, f));
        most = std::max(most, exponent_in(term, f));
      }
      double exponent = least;
      if (is_regular(factors[static_cast<std::size_t>(f)].kind)) exponent = least > 0 ? least : most < 0 ? most : 0;
      if (exponent != 0) common.powers.push_back({f, exponent});
    }
    return common;
  }

  constexpr std::vector<product> with_sums_opened(const std::vector<product>& terms) const {
    std::vector<product> opened;
    for (const product& term : terms) {
      const bool is_sum = term.powers.size() == 1 && term.powers[0].exponent == 1 && (*this)[term.powers[0]].kind == factor_kind::sum;
      if (!is_sum) opened.push_back(term);
      else
        for (product inner : (*this)[term.powers[0]].terms) {
          inner.coefficient *= term.coefficient;
          opened.push_back(inner);
        }
    }
    return opened;
  }

  /// c·cos(x)² + c·sin(x)² = c, also under further factors.
  constexpr std::vector<product> with_squares_joined(std::vector<product> terms) const {
    for (std::size_t i = 0; i < terms.size(); ++i)
      for (const power& sine : terms[i].powers) {
        const node_id at = (*this)[sine].node;
        if ((*this)[sine].kind != factor_kind::value || !is<op::Sin>(g[at]) || sine.exponent < 2) continue;
        for (std::size_t j = 0; j < terms.size(); ++j)
          for (const power& cosine : terms[j].powers) {
            const node_id other = (*this)[cosine].node;
            if ((*this)[cosine].kind != factor_kind::value || !is<op::Cos>(g[other]) || g[other].in != g[at].in) continue;
            const product rest = times(terms[i], {1, {{sine.factor, -2}}});
            if (times(terms[j], {1, {{cosine.factor, -2}}}) != rest) continue;
            terms[i] = rest;
            terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(j));
            return terms;
          }
      }
    return terms;
  }

  /// The leading coefficient where all are equal but for the sign; else its sign and power of two, which
  /// divide without rounding.
  static constexpr double scale_of(const std::vector<product>& terms) {
    const double leading = terms[0].coefficient;
    bool equal = true;
    for (const product& term : terms) equal = equal && (term.coefficient == leading || term.coefficient == -leading);
    if (equal) return leading;
    double scale = leading < 0 ? -1 : 1;
    while (leading / scale >= 2) scale *= 2;
    while (leading / scale < 1) scale /= 2;
    return scale;
  }
};

}  // namespace detail

}  // namespace lossc
