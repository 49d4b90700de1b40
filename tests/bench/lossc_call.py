"""Calls lossc kernels by position through ctypes: the structs of lossc/kernel.h and one function."""
import ctypes as c

import numpy as np

F32 = 0  # of lossc_dtype
TENSOR, MASK, LABEL_INT32, LABEL_INT64, PARAMETER, UPSTREAM, RESULT, GRADIENT = range(8)


class Status(c.Structure):
    _fields_ = [("kind", c.c_int32), ("argument", c.c_int32), ("row", c.c_int64), ("value", c.c_int64), ("limit", c.c_int64)]


class Workspace(c.Structure):
    _fields_ = [("data", c.c_void_p), ("bytes", c.c_size_t)]


class Options(c.Structure):
    _fields_ = [("workspace", Workspace), ("report", c.c_void_p), ("parallel_for", c.c_void_p), ("threads", c.c_int32),
                ("accumulate", c.c_int32), ("ignore_index", c.c_int64), ("stream", c.c_void_p)]


class Call(c.Structure):
    _fields_ = [("sizes", c.POINTER(c.c_int64)), ("data", c.POINTER(c.c_void_p)), ("row_strides", c.POINTER(c.c_int64)),
                ("numbers", c.POINTER(c.c_double)), ("options", Options)]


class Slot(c.Structure):
    _fields_ = [("name", c.c_char_p), ("role", c.c_int), ("rank", c.c_int32), ("axes", c.c_int32 * 6), ("target", c.c_int32),
                ("of", c.c_int32), ("required", c.c_int32), ("in_place", c.c_int32), ("strided", c.c_int32), ("default_value", c.c_double),
                ("bounds", c.c_int32), ("least", c.c_double), ("most", c.c_double)]


class Signature(c.Structure):
    _fields_ = [("name", c.c_char_p), ("n_axes", c.c_int32), ("axis_names", c.POINTER(c.c_char_p)), ("fixed_sizes", c.POINTER(c.c_int64)),
                ("may_be_empty", c.POINTER(c.c_uint8)), ("n_slots", c.c_int32), ("slots", c.POINTER(Slot)), ("dtype", c.c_int), ("element_size", c.c_int32)]


class Kernel(c.Structure):
    _fields_ = [("signature", c.POINTER(Signature)), ("run", c.CFUNCTYPE(Status, c.POINTER(Call))),
                ("workspace_size", c.CFUNCTYPE(c.c_size_t, c.POINTER(Call)))]


def aligned(shape, dtype=np.float32):
    """An array that begins on a cache line, as the frameworks' own allocators give."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    raw = np.empty(size + 64, np.uint8)
    start = -raw.ctypes.data % 64
    return raw[start:start + size].view(dtype).reshape(shape)


def prepare(library, loss, arrays, wanted, threads, more_workspace=0):
    """Returns (call, outputs): call() runs the f32 kernel; `wanted` names the inputs whose gradients to compute.

    Its workspace has as many bytes as it asks for and `more_workspace`."""
    function = getattr(library, f"lossc_predefined_{loss}_kernel")
    function.restype = c.POINTER(Kernel)
    kernel = function(F32).contents
    signature = kernel.signature.contents
    sizes = (c.c_int64 * max(1, signature.n_axes))()
    data = (c.c_void_p * signature.n_slots)()
    numbers = (c.c_double * signature.n_slots)()
    outputs = {}
    for i in range(signature.n_slots):
        slot = signature.slots[i]
        name = slot.name.decode()
        if slot.role == PARAMETER:
            numbers[i] = arrays.get(name, slot.default_value)
        elif name in arrays and slot.role in (TENSOR, MASK, LABEL_INT32, LABEL_INT64):
            for axis, size in zip(slot.axes, arrays[name].shape):
                sizes[axis] = size
            data[i] = arrays[name].ctypes.data
        elif slot.role == RESULT:
            outputs["value"] = aligned(1)
            data[i] = outputs["value"].ctypes.data
        elif slot.role == GRADIENT and name[2:] in wanted:
            outputs[name] = aligned(arrays[name[2:]].shape)
            outputs[name][...] = 0
            data[i] = outputs[name].ctypes.data
    call = Call(sizes, data, None, numbers, Options(threads=threads, ignore_index=-100))
    bytes_needed = kernel.workspace_size(c.byref(call)) + more_workspace
    workspace = aligned(max(1, bytes_needed), np.uint8)
    call.options.workspace = Workspace(workspace.ctypes.data, bytes_needed)
    keep = (sizes, data, numbers, arrays, workspace)

    def run(_keep=keep):
        status = kernel.run(c.byref(call))
        if status.kind != 0:
            raise RuntimeError(f"{loss} refused the call: status {status.kind} about argument {status.argument}")

    return run, outputs
