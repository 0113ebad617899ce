"""Rounding without loss: the few channels of an encoder that are much larger than all others are split into shares.

Each product of an int8 graph takes its input by one scale for all channels, so that one channel of ten times the size
of the others leaves these a tenth of the steps. Split into equal shares, each a channel of its own with the same
weights, it gives the same product from a smaller range (outlier channel splitting, Zhao et al. 2019).
"""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

EXTRA = 16
"""Channels that are added to each product at the most: with more nothing is gained that could be measured."""
PRODUCTS = ("MatMul", "Attention")
CHANNELS = 2
"""The axis of the channels, after sentences and pieces of words."""
STEPS = 60


def copies(peaks: "Floats", extra: int = EXTRA) -> "Ints":
    """Into how many shares each channel is split (at least 1), so that the largest share is as small as it can be.

    `peaks` are the largest values of the channels; at most `extra` channels are added in all.
    """
    sizes = peaks.astype(np.float64)  # half of the smallest float32 is none
    low, high = 0.0, float(sizes.max())
    if not high:
        return np.ones(len(peaks), np.int64)
    for _ in range(STEPS):
        middle = (low + high) / 2
        if (np.ceil(sizes / middle) - 1).clip(0).sum() <= extra:
            high = middle
        else:
            low = middle
    return np.ceil(sizes / high).clip(1).astype(np.int64)


def added(shares: "Ints") -> "Ints":
    """The channels that are repeated behind the others, one entry for each share but the first."""
    return np.repeat(np.arange(len(shares)), shares - 1)


def split(model: Any, sentences: "Sequence[Sequence[int]]") -> None:  # noqa: ANN401  onnx has no types
    """Split the channels of every product of an ONNX graph in place; the ids of sentences show their sizes."""
    from onnx import numpy_helper  # noqa: PLC0415  training only: the arithmetic above is tested without it

    graph = model.graph
    held = {i.name: i for i in graph.initializer}
    products = {n.name: n.input[0] for n in graph.node if n.op_type in PRODUCTS and n.input[1] in held}
    peaks = _peaks(model, sorted(set(products.values())), sentences)
    made = []
    for node in graph.node:
        if node.name in products:
            shares = copies(peaks[node.input[0]])
            weight = numpy_helper.to_array(held[node.input[1]])
            widened = np.concatenate([weight, weight[added(shares)]])
            held[node.input[1]].CopyFrom(numpy_helper.from_array(widened, node.input[1]))
            made += _widening(graph, node, shares)
        made.append(node)
    del graph.node[:]
    graph.node.extend(made)


def _widening(graph: Any, product: Any, shares: "Ints") -> list[Any]:  # noqa: ANN401  as above
    """The nodes that make a product's input into shares; the product takes theirs."""
    from onnx import helper, numpy_helper  # noqa: PLC0415  as above

    given, name = product.input[0], f"{product.name}_shares"
    graph.initializer.append(numpy_helper.from_array((1 / shares).astype(np.float32), f"{name}_size"))
    graph.initializer.append(numpy_helper.from_array(added(shares), f"{name}_of"))
    product.input[0] = name
    return [
        helper.make_node("Mul", [given, f"{name}_size"], [f"{name}_first"], f"{name}_Mul"),
        helper.make_node("Gather", [f"{name}_first", f"{name}_of"], [f"{name}_more"], f"{name}_Gather", axis=CHANNELS),
        helper.make_node("Concat", [f"{name}_first", f"{name}_more"], [name], f"{name}_Concat", axis=CHANNELS),
    ]


def _peaks(
    model: Any,  # noqa: ANN401  as above
    names: "Sequence[str]",
    sentences: "Sequence[Sequence[int]]",
) -> dict[str, "Floats"]:
    """The largest size of each channel of some tensors, in the mean of sentences: each has scales of its own."""
    import onnx  # noqa: PLC0415  as above
    import onnxruntime as ort  # noqa: PLC0415  as above

    watched = onnx.ModelProto.FromString(model.SerializeToString())
    watched.graph.output.extend(onnx.helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, None) for n in names)
    session = ort.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    found: dict[str, list[Floats]] = {name: [] for name in names}
    for one in sentences:
        ids = np.array([one])
        values = session.run(list(names), {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        for name, value in zip(names, values, strict=True):
            found[name].append(np.abs(value[0]).max(axis=0))
    return {name: np.mean(each, axis=0, dtype=np.float32) for name, each in found.items()}
