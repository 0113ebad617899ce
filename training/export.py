"""From the trained network to the one file that the package ships: an int8 ONNX encoder and half-precision layers."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model

from bench import corpus
from training.outliers import split
from vedette.code.clues import VERSION
from vedette.code.encoder import LONGEST
from vedette.code.second import FORMAT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from training.network import Network

INPUTS, OUTPUT = ["input_ids", "attention_mask"], "last_hidden_state"
OPSET = 17
FUSED = {"DefaultTensorType": onnx.TensorProto.FLOAT}
"""The quantizer cannot work out the types behind fused layers by itself."""
QUANTIZED: "dict[str, Any]" = {
    "weight_type": QuantType.QInt8, "per_channel": True, "reduce_range": True, "extra_options": FUSED,
}  # fmt: skip
"""Seven bits: with eight, processors without VNNI cut sums short, and what is read is a point worse."""
SAMPLED = 80
"""One in so many train sentences shows how large the channels of the encoder are."""


class _States(torch.nn.Module):
    """The encoder as a function of two tensors."""

    def __init__(self, encoder: torch.nn.Module) -> None:
        """Take the encoder."""
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The last hidden states."""
        states: torch.Tensor = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return states


def sample(tokenizer: "Tokenizer") -> list[list[int]]:
    """The ids of some train sentences."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    texts = [x.text for x in corpus.load() if x.part == "train"][::SAMPLED]
    return [pieces.ids for pieces in tokenizer.encode_batch(texts)]


def encoder_bytes(network: "Network", sentences: "Sequence[Sequence[int]]") -> bytes:
    """The encoder as an ONNX graph, its layers fused and its weights int8; `sentences` show what it has to carry."""
    with tempfile.TemporaryDirectory() as folder:
        plain, fused, small = (Path(folder) / name for name in ("plain.onnx", "fused.onnx", "small.onnx"))
        ids, mask = torch.tensor([[101, 2003, 102], [101, 102, 0]]), torch.tensor([[1, 1, 1], [1, 1, 0]])
        axes = {name: {0: "sentence", 1: "piece"} for name in [*INPUTS, OUTPUT]}
        torch.onnx.export(
            _States(network.encoder.eval()), (ids, mask), str(plain), input_names=INPUTS,
            output_names=[OUTPUT], dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        config = network.encoder.config
        options = FusionOptions("bert")
        options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = False  # slower than its parts
        made = optimize_model(
            str(plain), "bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size,
            optimization_options=options,
        )  # fmt: skip
        split(made.model, sentences)
        made.save_model_to_file(str(fused))
        quantize_dynamic(str(fused), str(small), **QUANTIZED)
        return small.read_bytes()


def parameters(network: "Network") -> dict[str, torch.nn.Parameter]:
    """The parameters of the small layers by the names that `vedette.code.second` knows them by."""
    linear = {
        "word": network.word,
        "whole": network.whole,
        "event": network.event,
        "filler": network.filler,
        "look": network.look.asks,
        "seen": network.look.seen,
    }
    linear |= {"role": network.role, **network.heads}
    found: dict[str, Any] = {}
    for name, layer in linear.items():
        found[f"{name}_w"], found[f"{name}_b"] = layer.weight, layer.bias
    found |= {
        "word_clue": network.word_clue.table.weight,
        "pair_clue": network.pair_clue.table.weight,
        "tie": network.look.tie.weight,
    }
    return found


def layers(network: "Network") -> "dict[str, NDArray[np.float16]]":
    """The weights of the small layers in half precision, by the same names."""
    return {name: value.detach().numpy().astype(np.float16) for name, value in parameters(network).items()}


def save(path: Path, network: "Network", encoder: bytes, tokenizer: str) -> None:
    """Write the weights file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        allow_pickle=False,
        format=np.array(FORMAT),
        clues=np.array(VERSION),
        labels=np.array(json.dumps(asdict(network.labels))),
        encoder=np.frombuffer(encoder, np.uint8),
        tokenizer=np.frombuffer(tokenizer.encode(), np.uint8),
        **layers(network),
    )
