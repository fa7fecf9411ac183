"""The student project's way: Flask's own server and `model.predict`. Arguments: PORT, MODEL.h5."""

import sys

import keras
from flask import Flask, request

from tests.benchmarks.peers.plain import FIELD, answer, digit_of

app = Flask(__name__)
model = keras.models.load_model(sys.argv[2])


@app.post("/predict")
def predict() -> dict[str, object]:
    return answer(model.predict(digit_of(request.files[FIELD].read()), verbose=0))


app.run(port=int(sys.argv[1]))
