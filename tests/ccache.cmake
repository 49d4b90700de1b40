# Compiles through ccache where it is installed; CMakePresets.json includes this before project().
find_program(LOSSC_CCACHE ccache)
if(LOSSC_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER "${LOSSC_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER "${LOSSC_CCACHE}")
endif()
