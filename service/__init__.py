"""The recognition service: picture in, honest answer out. No TensorFlow."""
