"""From the shipped weights back to a torch network, so that training can go on where it ended.

The file holds the encoder as an int8 graph (`training/export.py`); its weights are what the graph multiplies with:
quantized values less their zero point, times their scale; of a channel that was split (`training/outliers.py`) the
first share has them. What rounding took is learnt again within some batches.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.export import parameters
from training.network import Network
from vedette.code.second import Labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

EMBEDDINGS = ("word_embeddings.weight", "position_embeddings.weight", "token_type_embeddings.weight")
NORM = ("LayerNorm.weight", "LayerNorm.bias")
DENSE = ("attention.output.dense", "intermediate.dense", "output.dense")
"""The products of a layer of the encoder, in the order in which the graph has them."""


class _Graph:
    """The numbers of an int8 graph."""

    def __init__(self, encoder: bytes) -> None:
        """Read the graph."""
        self.graph = onnx.load_model_from_string(encoder).graph
        self.held = {i.name: numpy_helper.to_array(i) for i in self.graph.initializer}

    def whole(self, name: str) -> "Floats":
        """A tensor as floats, quantized or not; one row or column per scale."""
        if name in self.held:
            return np.asarray(self.held[name], np.float32)
        values = self.held[f"{name}_quantized"].astype(np.float32)
        shifted = values - self.held[f"{name}_zero_point"].astype(np.float32)
        return np.asarray(shifted * self.held[f"{name}_scale"], np.float32)

    def products(self) -> list[str]:
        """The names of the weights of plain products, in the order of the graph."""
        return [n.input[1].removesuffix("_quantized") for n in self.graph.node if n.op_type == "MatMulInteger"]


def encoder_state(encoder: bytes) -> "dict[str, Floats]":
    """The weights of an encoder by torch's names; raises KeyError where the graph is of another shape."""
    graph = _Graph(encoder)
    found = {f"embeddings.{name}": graph.whole(f"encoder.embeddings.{name}") for name in (*EMBEDDINGS, *NORM)}
    products = graph.products()
    for layer in range(len(products) // len(DENSE)):
        own = f"encoder.layer.{layer}"
        weight, bias = (graph.whole(f"Attention_{layer}_qkv_{kind}") for kind in ("weight", "bias"))
        for n, part in enumerate(("query", "key", "value")):
            found[f"{own}.attention.self.{part}.weight"] = np.split(weight, 3, axis=1)[n].T
            found[f"{own}.attention.self.{part}.bias"] = np.split(bias, 3)[n]
        for n, dense in enumerate(DENSE):
            found[f"{own}.{dense}.weight"] = graph.whole(products[layer * len(DENSE) + n]).T
            found[f"{own}.{dense}.bias"] = graph.whole(f"encoder.{own}.{dense}.bias")
        for norm in (f"{own}.{part}.{name}" for part in ("attention.output", "output") for name in NORM):
            found[norm] = graph.whole(f"encoder.{norm}")
    return found


def network_of(path: Path) -> Network:
    """The network whose weights a file holds; raises KeyError or RuntimeError where they do not fit it."""
    with np.load(path, allow_pickle=False) as held:
        network = Network(Labels(**{k: tuple(v) for k, v in json.loads(str(held["labels"])).items()}))
        encoder = encoder_state(held["encoder"].tobytes())
        layers = {name: held[name].astype(np.float32) for name in held.files if held[name].dtype.kind == "f"}
    whole = {k: tuple(map(slice, v.shape)) for k, v in network.encoder.state_dict().items() if k in encoder}
    network.encoder.load_state_dict({k: torch.from_numpy(v[whole[k]].copy()) for k, v in encoder.items()})
    for name, parameter in parameters(network).items():
        parameter.data.copy_(torch.from_numpy(layers[name]))
    return network
