/* The emulated grid, as the program that loads a kernel's library sees it: a table of functions.
 *
 * A kernel compiled with LOSSC_EMULATED_GRID carries the emulator in its own library; the program
 * finds the table by the name lossc_emulated_grid. One session at a time, from one thread:
 *   begin, allocate, fill, call the kernel's host functions, look at memory and report, end. */
#ifndef LOSSC_EMULATE_GRID_H_
#define LOSSC_EMULATE_GRID_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct lossc_grid_settings {
  uint64_t seed;             /* of the order of blocks, warps and lanes */
  int64_t most_shared_bytes; /* of one block; 0: those of an H100, 232448 */
  int32_t without_sectors;   /* 1: lines are not counted, which is faster */
} lossc_grid_settings;

typedef struct lossc_grid_allocation {
  const char* name;
  const void* first;
  size_t bytes;
  uint64_t bytes_read, bytes_written; /* what is read twice counts twice */
} lossc_grid_allocation;

typedef struct lossc_grid_launch {
  int32_t kernel; /* a number per kernel, in the order of their first launches */
  int32_t blocks, threads;
  size_t shared_bytes;
  uint64_t bytes_read, bytes_written; /* of global memory */
} lossc_grid_launch;

/* The accesses to global memory of one line of the kernel's text. Those of a warp's lanes that run
 * it for the n-th time in their block are one access of the warp, which moves sectors of 32 bytes:
 * the sector use is bytes_used / (32 * sectors). */
typedef struct lossc_grid_line {
  int32_t line;
  int32_t writes; /* 0: the reads of this line, 1: its writes */
  uint64_t bytes; /* asked for by all lanes */
  uint64_t sectors;
  uint64_t bytes_used; /* `bytes`, but at most 32 per sector in each access of a warp */
} lossc_grid_line;

typedef struct lossc_grid_report {
  uint64_t bytes_read, bytes_written;
  const lossc_grid_launch* launches;
  const lossc_grid_allocation* allocations;
  const lossc_grid_line* lines; /* ordered by line, reads before writes */
  const char* const* faults;    /* sentences; after the first, launches are refused */
  size_t launch_count, allocation_count, line_count, fault_count;
} lossc_grid_report;

typedef struct lossc_emulator {
  /* Ends the session before, if there is one. Null: all settings 0. */
  void (*begin)(const lossc_grid_settings* settings);
  /* Memory of the device, which the host may use directly; null if there is no more. Its first byte
   * lies `offset` bytes (below 256) behind a multiple of 256. What is not initialised may not be
   * read by kernels before they or mark_initialised have written it. */
  void* (*allocate)(size_t bytes, size_t offset, const char* name, int initialised);
  /* Of bytes inside one allocation, which the host has written; of others, nothing. */
  void (*mark_initialised)(const void* first, size_t bytes);
  /* The first of these bytes inside one allocation that nothing has written; `bytes` if none,
   * 0 if they are not inside one. */
  size_t (*first_uninitialised)(const void* first, size_t bytes);
  /* Valid until the next call of any of these functions or of a kernel. */
  const lossc_grid_report* (*report)(void);
  /* Frees everything. */
  void (*end)(void);
} lossc_emulator;

const lossc_emulator* lossc_emulated_grid(void);

#ifdef __cplusplus
}
#endif

#endif /* LOSSC_EMULATE_GRID_H_ */
