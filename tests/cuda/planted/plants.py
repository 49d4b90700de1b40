"""The planted faults, by kind of kernel: what is changed, at which sizes it is run, and how it has to be found there."""
import dataclasses


@dataclasses.dataclass
class fault:
    """Replaces a match behind the first match of `after`, in the kernel's text or in a header of the runtime."""
    replace: str  # a regular expression
    by: str
    match: object = 1  # or "all"
    after: str = "namespace with_gradients"
    file: str = ""


class plant:
    def __init__(self, name, loss, found, *faults):
        """`found` has for each size (outer axis x inner axis, and / bytes of shared memory that a block may have)
        a regular expression for one of the findings of planted.cpp; if it is empty, there must be none."""
        self.name, self.loss, self.found, self.faults = name, loss, found, faults


def team(replace, by, **more):
    return fault(replace, by, after="", file="cuda_team.h", **more)


def memory(replace, by, **more):
    return fault(replace, by, after="", file="cuda_memory.h", **more)


def labels(replace, by, **more):
    return fault(replace, by, after="", file="cuda_labels.h", **more)


# Entries for other types take a third of the compiler's time.
only_f32 = (fault(r"(?s)  lossc_status \w+_f64_cuda\(.*?(?=  const char\* \w+_status_text)", "", after='extern "C"'),
            fault(r".*LOSSC_(F64|BF16|F16)\b.*\n", "", match="all", after='extern "C"'))
# Blocks have several rows each, which otherwise takes more than 4096 of them.
few_blocks = team(r"most_blocks = 4096", "most_blocks = 2")

# What the emulated grid says.
outside = "outside of (it|every allocation)"
unwritten = "was never written"
race = "with no barrier in between"
early = f"{race}|{unwritten}"  # whichever thread comes first
race_of_blocks = "blocks are not ordered"
# What planted.cpp says.
wrong_answer = "is off by"
sectors = "% of its sectors"


def read(array):
    return rf"of {array}, \d+ bytes are read"


right = [
    plant("right_elements", "mse", {"37x10": "", "24x24": "", "100x100": ""}),
    plant("right_chain", "weighted_variance", {"37x10": "", "100x100": ""}),
    plant("right_rows", "cross_entropy", {"37x10": "", "24x24": "", "70x3": "", "11x256": "", "3x1003": "", "3x1024": "",
                                          "3x1003/2048": "", "2x65541": ""}),
    plant("right_rows_of_few_blocks", "cross_entropy", {"300x10": "", "35x64": "", "5x1003": "", "5x1003/2048": ""}, few_blocks),
    plant("right_weights_of_few_blocks", "weighted_mse", {"5x1003": ""}, few_blocks),
    plant("right_table", "class_weighted_cross_entropy", {"40x10": ""}),
]

elements = [
    plant("elements_tail_too_long", "mse", {"37x10": outside, "24x24": outside}, fault(r"index < a\.rows", "index <= a.rows")),
    plant("elements_tail_too_short", "mse", {"37x10": wrong_answer}, fault(r"index < a\.rows", "index < a.rows - 1")),
    plant("elements_transposed", "mse", {"24x24": sectors},
          fault(r"int64_t index = (.*) index < a\.rows; index \+= (.*)\{", r"int64_t at = \1 at < a.rows; at += \2{"
                "    const int64_t index = (at / N % 12 * 12 + at / N / 12) * N;")),
    plant("elements_barrier_dropped", "mse", {"100x100": early}, fault(r"sync_block\(\);", "")),
    plant("elements_read_twice", "mse", {"37x10": read("target"), "24x24": read("target")},
          fault(r"(const auto target_v = )(load_flat.*;)", r"(void)\2 \1\2")),
    plant("elements_part_left_out", "mse", {"37x10": unwritten}, fault(r"leave_part<plus>\(a\.parts, 0, .*;", "")),
    plant("elements_parts_in_one_place", "mse", {"100x100": race_of_blocks}, team(r" \+ block_index\(\), part ", ", part ")),
]

chain = [
    plant("chain_join_left_out", "weighted_variance", {"100x100": unwritten},
          fault(r"run\(\{1, 256, 2 \* slot_bytes\}, join_sums<T>.*;", "")),
    plant("chain_two_joins_in_one_place", "weighted_variance", {"100x100": unwritten},
          fault(r"leave_part<plus>\(a\.parts, 1,", "leave_part<plus>(a.parts, 0,")),
    plant("chain_barrier_dropped", "weighted_variance", {"100x100": early}, fault(r"sync_block\(\);", "", match=2)),
    plant("chain_one_part_too_many", "weighted_variance", {"100x100": unwritten}, team(r"i < blocks; ", "i <= blocks; ")),
]

# By lanes of a warp, by a warp, by a block that keeps them and by one that cannot.
rows = [
    plant("rows_column_too_far", "cross_entropy", {"37x10": outside, "9x64": outside, "3x1003": outside, "3x1003/2048": outside},
          fault(r"c >= a\.columns", "c > a.columns")),
    plant("rows_columns_not_checked", "cross_entropy", {"37x10": f"{race}|{outside}", "3x1003": outside},
          fault(r"if \(c >= a\.columns\) continue;", "", match=3)),
    plant("rows_one_too_many", "cross_entropy", {"37x10": outside, "9x64": outside, "3x1003": outside},
          fault(r"row < a\.rows", "row <= a.rows")),
    plant("rows_read_twice", "cross_entropy", {"24x24": read("logits"), "11x256": read("logits"), "3x1024": read("logits")},
          fault(r"logits\.again\(", "logits.first(")),
    # Registers have no record of who wrote them.
    plant("rows_kept_unread", "cross_entropy", {"24x24": read("logits"), "3x1003": "never written in this block"},
          fault(r"logits\.first\(", "logits.again(")),
    plant("rows_transposed", "cross_entropy", {"24x24": sectors, "11x256": sectors, "3x1024": sectors, "3x1024/2048": sectors},
          fault(r"\(static_cast<int64_t>\(s\) \* team\.size\(\) \+ team\.rank\(\)\) \* N",
                "(team.rank() * (Keep::strips > 0 ? Keep::strips : (a.columns + team.size() * N - 1) / (team.size() * N)) + s) * N",
                match="all")),
    plant("rows_done_twice", "cross_entropy", {"70x3": race_of_blocks},
          team(r"return static_cast<int64_t>\(grid_size\(\)\) \* \(block_size\(\) / Lanes\)", "return block_size() / Lanes")),
    plant("rows_counted_by_all", "cross_entropy", {"37x10": wrong_answer, "3x1003": wrong_answer},
          fault(r"team\.rank\(\) == 0 \? sum_of_rows_part : plus::unit<double>\(\)", "sum_of_rows_part")),
    plant("rows_added_to_one_number", "cross_entropy", {"70x3": race_of_blocks, "3x1003": race_of_blocks},
          fault(r"leave_part<plus>\(a\.parts, 0, ", r"if (thread_index() == 0) join_into<plus>(a.joined, at_n_counted, sum_of_rows_part); \g<0>")),
]

lanes = [
    plant("lanes_mask_too_short", "cross_entropy", {"37x10": "of which it is none"},
          team(r"warp_size - Lanes\)", "warp_size - Lanes + 1)")),
    plant("lanes_mask_of_the_warp", "cross_entropy", {"37x10": "among the lanes 0xffffffff"},
          team(r"group_\(\(all_lanes .*\)\)", "group_(all_lanes)")),
    plant("lanes_from_another_group", "cross_entropy", {"37x10": "but asks lane"},
          team(r"distance = Lanes / 2", "distance = warp_size / 2")),
    plant("lanes_synchronisation_dropped", "cross_entropy", {"37x10": race},
          team(r"  sync_lanes\(group LOSSC_PASS_LINE\);\n  LOSSC_UNROLL", "  LOSSC_UNROLL")),
]

blocks = [
    plant("blocks_barrier_dropped", "cross_entropy", {"3x1003": early, "3x1003/2048": early},
          team(r"  sync_block\(LOSSC_PASS_LINE_ALONE\);\n  x = ", "  x = ")),
    plant("blocks_two_joins_in_one_slot", "cross_entropy", {"3x1003": race, "3x1003/2048": race},
          fault(r"\(ties_mine, 2\)", "(ties_mine, 1)")),
    plant("blocks_row_in_place_of_slots", "cross_entropy", {"3x1003": race}, fault(r"a\.kept_at = \d+;", "a.kept_at = 16;")),
    plant("blocks_last_strip_dropped", "cross_entropy", {"3x1003": wrong_answer},
          team(r"static_cast<int64_t>\(s\) \* team\.size\(\) \* N < columns",
               "static_cast<int64_t>(s + 1) * team.size() * N <= columns")),
    plant("blocks_threads_leave_a_join", "cross_entropy", {"3x1003": "waits at a barrier", "3x1003/2048": "waits at a barrier"},
          fault(r"const R top = team", "if (team.rank() >= 64) continue; const R top = team")),
    # Either barrier orders the rows.
    plant("blocks_next_row_too_early", "weighted_mse", {"5x1003": race}, few_blocks,
          fault(r"team\.sync\(\);", ""), fault(r"team\.next_row\(\);", "")),
]

split = [
    plant("split_parts_in_one_place", "cross_entropy", {"2x65541": race_of_blocks},
          team(r"place_of\(slot, row\) \+ part\(\)", "place_of(slot, row)")),
    plant("split_sweep_left_out", "cross_entropy", {"2x65541": unwritten}, fault(r"run\(shape, rows_split_1<T, 1>, a\);", "")),
    plant("split_in_place", "cross_entropy", {"2x65541": race_of_blocks},
          fault(r" && static_cast<const void\*>\(a\.d_logits\.data\) != a\.logits\.data", "")),
]

# Each team has a row of a table over the columns.
table = [
    plant("table_not_cleared", "class_weighted_cross_entropy", {"40x10": unwritten}, fault(r"begin_columns<plus, N>\(team.*;", "")),
    plant("table_entry_without_owner", "class_weighted_cross_entropy", {"40x10": early},
          fault(r" && owns<N>\(team, target_row\.at\)", "")),
    plant("table_shared_by_teams", "class_weighted_cross_entropy", {"40x10": early},
          fault(r"team\.first_row\(\) \* a\.columns \+ target_row\.at", "target_row.at")),
    plant("table_team_too_many", "class_weighted_cross_entropy", {"40x10": unwritten}, fault(r"team < teams", "team <= teams")),
    plant("table_kept_number_left_out", "class_weighted_cross_entropy", {"40x10": unwritten},
          fault(r"store\(a\.kept_\w+, row, .*;", "")),
]

label = [
    plant("label_not_checked", "cross_entropy", {"37x10": outside}, memory(r"l\.in_range \? l\.at : 0", "l.at")),
    plant("label_too_far", "cross_entropy", {"37x10": outside}, memory(r"l\.at < y\.limit", "l.at <= y.limit")),
    plant("label_of_an_inert_row_counted", "cross_entropy", {"37x10": wrong_answer},
          memory(r"l\.counts = l\.in_range && .*;", "l.counts = true;")),
    plant("labels_tail_too_long", "cross_entropy", {"37x10": outside}, labels(r"i < n; ", "i <= n; ")),
    plant("label_not_reported", "cross_entropy", {"37x10": "the report does not name"}, labels(r"is_wrong\(y, l\)", "false")),
]

plants = right + elements + chain + rows + lanes + blocks + split + table + label
