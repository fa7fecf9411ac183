"""What a model file says of its network: from `model_config` to layer calls that end in logits."""
