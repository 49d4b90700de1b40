# Copies what was generated over the golden files:  cmake -DFROM=<folder> -DTO=<folder> -P copy_goldens.cmake
cmake_minimum_required(VERSION 3.25)
file(GLOB generated "${FROM}/*.cc" "${FROM}/golden/*.h")
file(COPY ${generated} DESTINATION "${TO}")
