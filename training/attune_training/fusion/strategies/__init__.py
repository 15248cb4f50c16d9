"""The ways of fusion, a file each: a new one is a file here and a name in `STRATEGIES`.

A file has two functions:

    layers()                what it learns, by the name that each layer has in the aligner and in the exported file;
                            no two files may use one name
    correction(of, given)   what is added to the log-probabilities, [B, T, 40]; `of`: the aligner, which has these
                            layers, `given`: a `Given`
"""

from importlib import import_module

STRATEGIES = {
    name: import_module(f".{name}", __name__) for name in ("mean", "weighted", "concat", "attention", "bilstm")
}
"""By name, in the order in which their tensors lie in the exported file."""
