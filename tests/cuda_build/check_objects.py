#!/usr/bin/env python3
# Looks into compiled losses: no atomic and no local memory in PTX and SASS, no call of the host that waits.
"""Losses are compiled as check_resources.py compiles them; objects and libraries are taken as they are."""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True  # none in the source tree
from compile_kernels import ARCHITECTURES, SKIPPED, Mistake, add_options, chosen, compile_loss, main, run

# All that an object may ask of others. Nothing here waits for the device or allocates.
SYMBOLS = re.compile(
    r"cudaLaunchKernelExC|cudaLaunchKernel|cudaFuncSetAttribute|cudaGetDevice|cudaDeviceGetAttribute|cudaGetErrorString"
    # what nvcc writes to register kernels, and into the host's side of one
    r"|__cuda(?:RegisterFatBinary(?:End)?|UnregisterFatBinary|RegisterFunction|InitModule|GetKernel|LaunchKernel"
    r"|PopCallConfiguration)"
    # C and C++: statics, thread_local, exceptions, texts
    r"|__cxa_guard_(?:acquire|release|abort)|__gxx_personality_v0|_Unwind_Resume|__tls_get_addr|_GLOBAL_OFFSET_TABLE_"
    r"|__stack_chk_fail|atexit|(?:__)?snprintf(?:_chk)?|strcmp|strlen|mem(?:cpy|set|move)|_ZSt\w*terminate\w*")
# Any atomic, of integers too: those could carry floats.
REFUSED = {
    "ptx": ((r"\b(?:atom|red)\.[\w.:]+", "an atomic"), (r"\b(?:ld|st)\.local\S*", "local memory")),
    "sass": ((r"\b(?:ATOM|RED)[GS]?\.\S+", "an atomic"), (r"\b(?:LDL|STL)\b\S*", "local memory")),
}


def check_symbols(file):
    for line in run(["nm", "--undefined-only", file], f"{file.name} is not an object file.").splitlines():
        words = line.split()
        if len(words) == 2 and words[0] in "Uw" and not SYMBOLS.fullmatch(words[1]):
            raise Mistake(f"{file.name} needs {words[1]}, which is not on the list of check_objects.py: a launcher asks "
                          "for launches and limits only, and waits for nothing.")


def cuobjdump(options):
    """The program, with nvdisasm in the same folder: nvcc's own, that on PATH, else PyPI's; None without any."""
    beside = pathlib.Path(options.nvcc).resolve().parent
    folder = options.out / "tools"
    found = shutil.which("cuobjdump", path=f"{beside}{os.pathsep}{os.environ['PATH']}")
    if found and shutil.which("nvdisasm", path=f"{pathlib.Path(found).parent}{os.pathsep}{os.environ['PATH']}"):
        return pathlib.Path(found)
    installed = [p for p in folder.rglob("bin/cuobjdump") if p.with_name("nvdisasm").exists()]
    if not installed:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", folder]
        done = subprocess.run([*command, "nvidia-cuda-cuobjdump==13.*", "nvidia-cuda-nvdisasm==13.*"], check=False,
                              capture_output=True, text=True)
        if done.returncode != 0:
            print(done.stderr.strip())
        installed = [p for p in folder.rglob("bin/cuobjdump") if p.with_name("nvdisasm").exists()]
    if not installed:
        return None
    for tool in (installed[0], installed[0].with_name("nvdisasm")):
        tool.chmod(0o755)
    return installed[0]


def check_code(tool, file):
    """Every instruction of every architecture."""
    environment = {**os.environ, "PATH": f"{tool.parent}{os.pathsep}{os.environ['PATH']}"}
    for kind, name, expected in (("ptx", "ptx", [max(ARCHITECTURES)]), ("sass", "elf", list(ARCHITECTURES))):
        text = run([tool, f"-{kind}", file], f"cuobjdump cannot read {file.name}.", env=environment)
        held = sorted({int(a) for a in re.findall(rf"^Fatbin {name} code:\n=+\narch = sm_(\d+)", text, re.M)})
        if held != expected:
            raise Mistake(f"{file.name} holds {kind} for {held}, and should hold it for {expected}.")
        for pattern, what in REFUSED[kind]:
            found = re.search(pattern, text)
            if found:
                raise Mistake(f"{file.name}: its {kind} holds {what}: {found[0]}")
        kernels = len(re.findall(r"^\s*(?:\.visible )?\.entry |^\s*Function : ", text, re.M))
        print(f"{file.name}: {kind} of {kernels} kernels has no atomic and no local memory")
        if not kernels:
            raise Mistake(f"{file.name} holds no kernel, or none that this check finds.")


def check(options):
    files = [pathlib.Path(loss) if loss.endswith((".a", ".o")) else compile_loss(options, loss)[0] for loss in chosen(options)]
    for file in files:
        check_symbols(file)
    print(f"{len(files)} objects ask for launches and limits only.")
    tool = cuobjdump(options)
    if tool is None:
        print("Skipped: PTX and SASS were not looked at, since there is no cuobjdump with nvdisasm beside nvcc or on "
              "PATH, and pip cannot install it.")
        return SKIPPED
    for file in files:
        check_code(tool, file)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    sys.exit(main(check, parser.parse_args()))
