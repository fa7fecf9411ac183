"""TensorFlow imported without its start-up messages, which no setting of its own can silence."""

import importlib
import os
import sys
import tempfile


def import_keras() -> None:
    """Import Keras and TensorFlow; what they print is shown only where they fail."""
    if "keras" in sys.modules:
        return
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            importlib.import_module("keras")
        except BaseException:
            said.seek(0)
            os.write(kept, said.read())
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)
