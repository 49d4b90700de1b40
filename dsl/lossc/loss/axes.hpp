// The axes of the predefined losses.
#pragma once
#include <lossc/expr/loss.hpp>

namespace lossc::losses {

inline constexpr struct batch final : axis<"batch"> {} batch;
inline constexpr struct feature final : axis<"feature"> {} feature;  // all trailing dimensions: an image is height·width·channel
inline constexpr struct classes final : axis<"classes"> {} classes;
inline constexpr struct outputs final : axis<"outputs"> {} outputs;
inline constexpr struct outcomes final : axis<"outcomes"> {} outcomes;
inline constexpr struct samples final : axis<"samples"> {} samples;
inline constexpr struct pairs final : axis<"pairs"> {} pairs;
inline constexpr struct pair final : axis<"pair"> {} pair;  // the second side of a batch of pairs
inline constexpr struct other final : twin<"other", struct batch> {} other;  // a batch once more, for all pairs of its rows
inline constexpr struct candidates final : axis<"candidates"> {} candidates;
inline constexpr struct rows final : axis<"rows"> {} rows;
inline constexpr struct columns final : axis<"columns"> {} columns;
inline constexpr struct sequence final : axis<"sequence"> {} sequence;
inline constexpr struct words final : axis<"words"> {} words;
inline constexpr struct contexts final : axis<"contexts"> {} contexts;
inline constexpr struct embedding final : axis<"embedding"> {} embedding;
inline constexpr struct tasks final : axis<"tasks"> {} tasks;
inline constexpr struct parameters final : axis<"parameters"> {} parameters;
inline constexpr struct dimension final : axis<"dimension", 2> {} dimension;

}  // namespace lossc::losses
