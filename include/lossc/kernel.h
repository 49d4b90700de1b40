/* What generated kernels and their callers share: statuses, reports, threads, a call by position. */
/* For C11 and C++17. */
#ifndef LOSSC_KERNEL_H
#define LOSSC_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Why a call was refused. Nothing is written unless the status is LOSSC_OK. */
typedef enum lossc_status_kind {
  LOSSC_OK = 0,
  LOSSC_NULL_INPUT,         /* a required pointer is null */
  LOSSC_NEGATIVE_SIZE,      /* a size is below 0 */
  LOSSC_FIXED_SIZE,         /* a size differs from the one the kernel was made for */
  LOSSC_EMPTY_AXIS,         /* size 0 along an axis where nothing has a meaning: classes, features */
  LOSSC_SIZE_OVERFLOW,      /* the product of sizes does not fit */
  LOSSC_BAD_STRIDE,         /* a row stride is smaller than a row */
  LOSSC_OVERLAP,            /* an output overlaps another output, an input it may not replace, or the workspace */
  LOSSC_LABEL_OUT_OF_RANGE, /* a label is neither in [0, limit) nor ignore_index */
  LOSSC_WORKSPACE_TOO_SMALL,
  LOSSC_STRUCT_SIZE,        /* the argument struct is not the one this kernel was made with */
  LOSSC_MISALIGNED,         /* a pointer is not a multiple of its element's size, the workspace not of 64 */
  LOSSC_LAUNCH_FAILED,      /* CUDA refused a launch; value is its error */
  LOSSC_PARAMETER_OUT_OF_RANGE /* value holds the bits of the double that was given */
} lossc_status_kind;

typedef struct lossc_status {
  int32_t kind;     /* lossc_status_kind */
  int32_t argument; /* slot of the argument, or axis, or -1: the workspace; <loss>_status_text names it */
  int64_t row;      /* where, for labels */
  int64_t value;    /* what was found */
  int64_t limit;    /* what is allowed */
} lossc_status;

/* Conditions of the data that do not stop a call. */
typedef enum lossc_report_bit {
  LOSSC_REPORT_EMPTY_MEAN = 1, /* a mean over nothing, or over weights that sum to 0: 0 */
  LOSSC_REPORT_NO_SUPPORT = 2, /* a softmax row of -inf only: inert */
  LOSSC_REPORT_NON_FINITE = 4, /* an entry of the result is not finite */
  LOSSC_REPORT_LABEL_OUT_OF_RANGE = 8, /* on a GPU, where no status can tell: such a row is inert */
  LOSSC_REPORT_ZERO_NORM = 16 /* a row is divided by its length, which is 0: it has no direction, and is 0 */
} lossc_report_bit;

typedef struct lossc_report {
  uint32_t bits;
  int64_t first_row;         /* of LOSSC_REPORT_NO_SUPPORT, else -1 */
  int64_t first_wrong_label; /* row of LOSSC_REPORT_LABEL_OUT_OF_RANGE, else -1 */
  int64_t first_zero_norm;   /* row of LOSSC_REPORT_ZERO_NORM, else -1 */
} lossc_report;

typedef struct lossc_workspace {
  void *data; /* aligned to 64 bytes, need not be initialised */
  size_t bytes;
} lossc_workspace;

/* A caller's thread pool: calls task(context, i) once for each i in [0, count), in any order, on any threads. */
typedef struct lossc_parallel_for {
  void (*run)(void *pool, int64_t count, void (*task)(void *context, int64_t i), void *context);
  void *pool;
} lossc_parallel_for;

/* The call by position: what the typed functions wrap and tools use. */
typedef enum lossc_role {
  LOSSC_TENSOR,      /* elements of the signature's dtype */
  LOSSC_MASK,        /* const uint8_t*, 0 or 1 */
  LOSSC_LABEL_INT32, /* const int32_t*; one of the two label slots is given */
  LOSSC_LABEL_INT64,
  LOSSC_PARAMETER, /* a number */
  LOSSC_UPSTREAM,  /* gradient of the result, may be null: ones */
  LOSSC_RESULT,    /* may be null: not written */
  LOSSC_GRADIENT   /* of the slot `of`, may be null: not computed */
} lossc_role;

/* Elements of 16 bits are computed in float. */
typedef uint16_t lossc_bfloat16;
typedef uint16_t lossc_float16;
typedef enum lossc_dtype { LOSSC_F32, LOSSC_F64, LOSSC_BF16, LOSSC_F16 } lossc_dtype;

typedef enum lossc_bound {
  LOSSC_AT_LEAST = 1,
  LOSSC_AT_MOST = 2,
  LOSSC_LEAST_EXCLUDED = 4,
  LOSSC_MOST_EXCLUDED = 8
} lossc_bound;

typedef struct lossc_slot {
  const char *name;
  lossc_role role;
  int32_t rank;
  int32_t axes[6];      /* outermost first */
  int32_t target;       /* labels: the axis they index, else -1 */
  int32_t of;           /* gradients: the slot of their input, else -1 */
  int32_t required;     /* parameters without a default */
  int32_t in_place;     /* gradients: may be exactly their own input */
  int32_t strided;      /* takes a row stride: rows of the last axis need not touch */
  double default_value; /* parameters */
  int32_t bounds;       /* parameters: bits of lossc_bound; 0: any value */
  double least, most;   /* where bounds say that there are such */
} lossc_slot;

typedef struct lossc_signature {
  const char *name;
  int32_t n_axes;
  const char *const *axis_names;
  const int64_t *fixed_sizes; /* 0: given at run time; -1 - k: the size of axis k */
  const uint8_t *may_be_empty; /* per axis */
  int32_t n_slots;
  const lossc_slot *slots;
  lossc_dtype dtype;
  int32_t element_size; /* bytes */
} lossc_signature;

typedef struct lossc_options {
  lossc_workspace workspace;
  lossc_report *report;
  const lossc_parallel_for *parallel_for; /* null: OpenMP */
  int32_t threads;                        /* 0: as many as there are */
  int32_t accumulate;                     /* 1: gradients are added to what the outputs hold */
  int64_t ignore_index;                   /* labels of this value make their row inert */
  void *stream;                           /* CUDA: the cudaStream_t to launch on; null: the default one */
} lossc_options;

typedef struct lossc_call {
  const int64_t *sizes;       /* per axis */
  void *const *data;          /* per slot; null for parameters and what is not wanted */
  const int64_t *row_strides; /* per slot, in elements; null or 0: contiguous */
  const double *numbers;      /* per slot, for parameters */
  lossc_options options;
} lossc_call;

typedef struct lossc_kernel {
  const lossc_signature *signature;
  lossc_status (*run)(const lossc_call *call);
  size_t (*workspace_size)(const lossc_call *call);
} lossc_kernel;

#ifdef __cplusplus
}
#endif

#endif
