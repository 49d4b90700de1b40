// Nothing of its own: the shared library is the kernels of lossc_predefined, for compare.py.
