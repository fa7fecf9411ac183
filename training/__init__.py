"""The training job: MNIST in, a published and measured model version out."""
