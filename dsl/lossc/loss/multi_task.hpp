// Combining the losses or the gradients of several tasks.
#pragma once
#include <lossc/loss/axes.hpp>

namespace lossc::losses {

/// Σ over tasks of e^{−log_variance} · loss + log_variance, both per task. Beside it, per task: sigma = e^{log_variance / 2} and
/// weight = e^{−log_variance}.
inline constexpr auto uncertainty_weighted = loss<"uncertainty_weighted">(
    inputs(tensor<"losses">(tasks), tensor<"log_variance">(tasks)),
    [](auto losses, auto log_variance) {
      return with_outputs(sum(exp(-log_variance) * losses + log_variance), output<"sigma">(exp(0.5_c * log_variance)),
                     output<"weight">(exp(-log_variance)));
    },
    {.summary = "Losses weighted by learned uncertainties.", .formula = "sum over tasks of exp(-log_variance) * losses + log_variance",
     .source = "Kendall et al. 2018, arXiv:1705.07115", .id = "S4.19"});

/// [feature]: gradient · min(1, max_norm / ‖gradient‖): against exploding gradients.
inline constexpr auto clip_by_norm = loss<"clip_by_norm">(
    inputs(tensor<"gradient">(feature), param<"max_norm">(1_c).at_least(0_c)),
    [](auto gradient, auto max_norm) { return gradient * min(max_norm / norm(gradient), 1_c); },
    {.summary = "A vector scaled down to a largest norm.", .formula = "gradient * min(1, max_norm / |gradient|)",
     .source = "Pascanu et al. 2013, arXiv:1211.5063", .id = "S2.20"});

/// Σ over tasks of |w ‖g‖ − sg(mean(w ‖g‖) · r^alpha)|, r the task's relative rate of training: its gradient moves the weights
/// until tasks train at one rate.
inline constexpr auto gradnorm = loss<"gradnorm">(
    inputs(tensor<"task_gradients">(tasks, parameters).constant(), weight<"weight">(tasks), tensor<"initial_loss">(tasks).constant(),
           tensor<"loss">(tasks).constant(), param<"alpha">(1.5_c)),
    [](auto task_gradients, auto w, auto initial_loss, auto loss, auto alpha) {
      auto size = name<"gradient_size">(weight(norm(task_gradients, last_axis(task_gradients)), w));
      auto progress = name<"progress">(loss / initial_loss);
      return sum(abs(size - stop_gradient(mean(size) * pow(progress / mean(progress), alpha))));
    },
    {.summary = "GradNorm: balances the gradient norms of tasks.",
     .formula = "sum over tasks of |w * |g| - sg(mean(w * |g|) * r^alpha)|,  r = (loss / initial_loss) / mean(loss / initial_loss)",
     .source = "Chen et al. 2018, arXiv:1711.02257", .id = "S4.23"});

}  // namespace lossc::losses
