"""Open Inference Protocol v2 over HTTP, for programs that send tensors instead of pictures."""
