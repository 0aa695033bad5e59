"""The bundled model's graph, written step by step: a BERT encoder, mean pooling and normalisation.

Written by hand, because what torch's exporters write keeps ONNX Runtime from its whole attention step: they spell
out a mask. Texts of one length need none.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 18
CONTRIBUTED = "com.microsoft"
# What the runtime's own loader of this format asks for.
IR_VERSION = 9


class _Graph:
    """The steps and weights gathered so far."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []

    def weigh(self, name: str, array: np.ndarray) -> str:
        """Adds a weight and returns its name."""
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def step(self, operator: str, *inputs: str, output: str = "", **attributes: Any) -> str:  # noqa: ANN401
        """Adds a step and returns the name of what it gives."""
        output = output or f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output


class _Encoder:
    """Writes the encoder's layers; weights are named as transformers names them."""

    def __init__(self, weights: Mapping[str, np.ndarray], config: Any) -> None:  # noqa: ANN401 - transformers' own
        self._weights = weights
        self._config = config
        self.graph = _Graph()

    def embed(self, pieces: str) -> str:
        """The pieces' own vectors and those of their places; all texts are of the first kind."""
        names = (
            f"embeddings.{kind}_embeddings.weight" for kind in ("word", "position", "token_type")
        )
        words, places, kinds = (self._weights[name] for name in names)
        graph = self.graph
        zero = graph.weigh("zero", np.array([0], dtype=np.int64))
        length = graph.step("Shape", pieces, start=1, end=2)
        place = graph.step("Slice", graph.weigh("places", places + kinds[0]), zero, length, zero)
        word = graph.step("Gather", graph.weigh("words", words), pieces)
        return self._normalise(graph.step("Add", word, place), "embeddings.LayerNorm")

    def layer(self, states: str, number: int, *, output: str = "") -> str:
        """Attention, then the two dense steps, each added to what came in."""
        graph, name = self.graph, f"encoder.layer.{number}"
        looks = [f"{name}.attention.self.{one}" for one in ("query", "key", "value")]
        bias = np.concatenate([self._weights[f"{look}.bias"] for look in looks])
        attention = graph.step(
            "MultiHeadAttention",
            *(self._multiply(states, look) for look in looks),
            graph.weigh(f"{name}.attention.bias", bias),
            domain=CONTRIBUTED,
            num_heads=self._config.num_attention_heads,
        )
        states = self._add(attention, states, f"{name}.attention.output")
        wide = self._multiply(states, f"{name}.intermediate.dense")
        wide = graph.step(
            "BiasGelu", wide, self._weigh(f"{name}.intermediate.dense.bias"), domain=CONTRIBUTED
        )
        return self._add(wide, states, f"{name}.output", output=output)

    def _add(self, states: str, others: str, name: str, *, output: str = "") -> str:
        dense = self._multiply(states, f"{name}.dense")
        dense = self.graph.step("Add", dense, self._weigh(f"{name}.dense.bias"))
        total = self.graph.step("Add", dense, others)
        return self._normalise(total, f"{name}.LayerNorm", output=output)

    def _multiply(self, states: str, name: str) -> str:
        weight = self.graph.weigh(f"{name}.weight", self._weights[f"{name}.weight"].T)
        return self.graph.step("MatMul", states, weight)

    def _normalise(self, states: str, name: str, *, output: str = "") -> str:
        scale, bias = self._weigh(f"{name}.weight"), self._weigh(f"{name}.bias")
        epsilon = self._config.layer_norm_eps
        return self.graph.step(
            "LayerNormalization", states, scale, bias, output=output, epsilon=epsilon
        )

    def _weigh(self, name: str) -> str:
        return self.graph.weigh(name, self._weights[name])


def build_graph(weights: Mapping[str, np.ndarray], config: Any) -> onnx.ModelProto:  # noqa: ANN401 - as above
    """Returns the model: `input_ids` (batch, pieces) to `vectors` (batch, dimensions) and `hidden`.

    All texts of a batch have the same number of pieces. `hidden` holds the pieces' own states, of shape
    (batch, pieces, dimensions).
    """
    encoder = _Encoder(weights, config)
    states = encoder.embed("input_ids")
    last = config.num_hidden_layers - 1
    for number in range(last + 1):
        states = encoder.layer(states, number, output="hidden" if number == last else "")
    graph = encoder.graph
    pieces = graph.weigh("pieces", np.array([1], dtype=np.int64))
    mean = graph.step("ReduceMean", states, pieces, keepdims=0)
    graph.step("LpNormalization", mean, output="vectors", axis=-1, p=2)
    width, named = config.hidden_size, helper.make_tensor_value_info
    inputs = [named("input_ids", TensorProto.INT64, ["batch", "pieces"])]
    outputs = [
        named("vectors", TensorProto.FLOAT, ["batch", width]),
        named("hidden", TensorProto.FLOAT, ["batch", "pieces", width]),
    ]
    whole = helper.make_graph(graph.nodes, "embedder", inputs, outputs, graph.tensors)
    imports = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIBUTED, 1)]
    return helper.make_model(whole, opset_imports=imports, ir_version=IR_VERSION)
