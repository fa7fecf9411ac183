"""A published Keras .h5, read without Keras, run on ONNX Runtime, swapped while serving."""
