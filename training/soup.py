"""The mean of several weights files, each by a share: `python -m training.soup OUT SHARE:FILE ...`.

Networks that were trained on from one start on different sentences err differently; the mean of their weights does
better than each (Wortsman et al. 2022, "Model soups"). The card of the first file is kept, with what went in.
"""

import argparse
import json
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from training.export import encoder_bytes, sample, save
from training.network import source
from training.warm import network_of

if TYPE_CHECKING:
    import torch

    from training.network import Network

    State = dict[str, torch.Tensor]

WHOLE = 1e-6
"""So far the shares may be from 1 in all."""


def blended(parts: "Sequence[tuple[float, State]]") -> "State":
    """The mean of states of a network by their shares; what is no float is the first one's."""
    return {
        name: sum(share * state[name] for share, state in parts) if value.is_floating_point() else value
        for name, value in parts[0][1].items()
    }


def mixed(parts: Sequence[tuple[float, Path]]) -> "Network":
    """The mean of the weights of files, by their shares; raises ValueError where they are not 1 in all."""
    if abs(sum(share for share, _ in parts) - 1) > WHOLE:
        msg = f"the shares are {sum(share for share, _ in parts):g} in all: give such as are 1"
        raise ValueError(msg)
    made = network_of(parts[0][1])
    made.load_state_dict(blended([(share, network_of(path).state_dict()) for share, path in parts]))
    made.eval()
    return made


def _part(text: str) -> tuple[float, Path]:
    """A share and its file."""
    share, _, path = text.partition(":")
    return float(share), Path(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Mix and write; 1 where the shares are wrong."""
    parser = argparse.ArgumentParser(prog="soup", description="Mix weights of the second reader.")
    parser.add_argument("out", type=Path, help="file to write; a .json with its card is written beside it")
    parser.add_argument("parts", type=_part, nargs="+", metavar="SHARE:FILE")
    options = parser.parse_args(arguments)
    card = json.loads(options.parts[0][1].with_suffix(".json").read_text("utf-8"))
    card["mixed"] = {f"{zlib.crc32(path.read_bytes()):08x}": share for share, path in options.parts}
    try:
        network = mixed(options.parts)
    except ValueError as error:
        print(f"soup: {error}", file=sys.stderr)
        return 1
    tokenizer = Tokenizer.from_file(str(source() / "tokenizer.json"))
    save(options.out, network, encoder_bytes(network, sample(tokenizer)), tokenizer.to_str())
    options.out.with_suffix(".json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
