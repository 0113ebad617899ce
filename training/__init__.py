"""What makes the second reader's weights: examples from tests/corpus, the network, training and export."""
