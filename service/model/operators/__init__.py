"""Every supported layer as ONNX: one function for each, writing with `builder`."""
