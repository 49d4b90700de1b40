// The rewrite rules, joined; each is one equation with its honesty, in the file of its subject.
#pragma once
#include <lossc/rewrite/choice_rules.hpp>
#include <lossc/rewrite/divergence_rules.hpp>
#include <lossc/rewrite/exponential_rules.hpp>
#include <lossc/rewrite/hyperbolic_rules.hpp>
#include <lossc/rewrite/limit_rules.hpp>
#include <lossc/rewrite/logistic_rules.hpp>
#include <lossc/rewrite/norm_rules.hpp>
#include <lossc/rewrite/power_rules.hpp>
#include <lossc/rewrite/remainder_rules.hpp>
#include <lossc/rewrite/sign_rules.hpp>
#include <lossc/rewrite/softmax_rules.hpp>
#include <lossc/rewrite/special_rules.hpp>
#include <lossc/rewrite/textbook_rules.hpp>
#include <lossc/rewrite/zero_rules.hpp>

namespace lossc {

/// What every graph is brought into: signs outside, guards outside products, stable forms.
constexpr rule_set stable_rules() {
  rule_set set = detail::with_holes();
  detail::add_sign_rules(set);
  detail::add_zero_rules(set);
  detail::add_exponential_rules(set);
  detail::add_remainder_rules(set);
  detail::add_power_rules(set);
  detail::add_logistic_rules(set);
  detail::add_hyperbolic_rules(set);
  detail::add_special_rules(set);
  detail::add_divergence_rules(set);
  detail::add_limit_rules(set);
  detail::add_norm_rules(set);
  detail::add_softmax_rules(set);
  detail::add_choice_rules(set);
  return set;
}

}  // namespace lossc
