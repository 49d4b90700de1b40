# Calls lossc_add_kernels() wrongly; every mistake is refused before any target is made.
#   cmake -DMODULE=<LosscAddKernels.cmake> -DARGUMENTS=<list> -P misuse.cmake
cmake_minimum_required(VERSION 3.25)
include("${MODULE}")
lossc_add_kernels(${ARGUMENTS})
