# Two images from one file: `service` (slim: no TensorFlow, no pip) and `trainer` (service + TensorFlow).
#   docker build --target service .      docker build --target trainer .
ARG BASE=python:3.13-slim

# ---- packages of the service, in a virtual environment that never held pip ----
FROM ${BASE} AS service-packages
RUN python -m venv --without-pip /opt/venv
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=bind,source=requirements/service.txt,target=/requirements.txt \
    python -m pip --python /opt/venv/bin/python --disable-pip-version-check --quiet \
      install --only-binary=:all: --require-hashes --no-compile --requirement /requirements.txt
# Out with what only the packages' own developers use: test suites and their data, headers, stubs, maps,
# ONNX Runtime's converters, and its second copy as a library for C programs (35 MB; the Python
# module has the runtime linked in). Licences stay. The imports of the last stage prove the rest whole.
RUN cd /opt/venv/lib/python3*/site-packages \
 && find . -depth -type d -name tests -exec rm -rf {} + \
 && find . -type f \( -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.[ch]' -o -name '*.hpp' \
      -o -name '*.cc' -o -name '*.a' -o -name '*.map' \) -delete \
 && rm -rf onnx/backend/test onnxruntime/transformers onnxruntime/tools onnxruntime/quantization \
      onnxruntime/capi/libonnxruntime.so.*
# Bytecode now, since a read-only container could never save it; no source file is looked at when it loads.
RUN python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/venv/lib

FROM ${BASE} AS trainer-packages
RUN python -m venv --without-pip /opt/venv
RUN --mount=type=cache,target=/root/.cache/pip \
    --mount=type=bind,source=requirements/train.txt,target=/requirements.txt \
    python -m pip --python /opt/venv/bin/python --disable-pip-version-check --quiet \
      install --only-binary=:all: --require-hashes --no-compile --requirement /requirements.txt
# TensorFlow's C++ headers take 430 MB.
RUN rm -rf /opt/venv/lib/python3*/site-packages/tensorflow/include \
 && python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/venv/lib

# ---- what both images share: a user without rights, the model store, no installer ----
FROM ${BASE} AS runtime
RUN site=$(python -c "import pathlib, pip; print(pathlib.Path(pip.__file__).parent.parent)") \
 && rm -rf "$site"/pip* "$site"/setuptools* "$site"/wheel* "$site"/_distutils_hack "$site"/distutils-precedence.pth \
      "$(python -c "import sysconfig; print(sysconfig.get_path('stdlib'))")"/ensurepip \
      /usr/share/python-wheels /usr/local/bin/pip* /usr/bin/pip* /root/.cache \
 && groupadd --gid 10001 digits \
 && useradd --uid 10001 --gid digits --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin digits \
 && install --directory --owner=digits --group=digits --mode=0755 /models
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DIGITS_MODELS=/models
WORKDIR /app
COPY LICENSE ./

# ---- the training job ----
FROM runtime AS trainer
RUN install --directory --owner=digits --group=digits --mode=0755 /cache
COPY --from=trainer-packages /opt/venv /opt/venv
COPY service ./service
COPY training ./training
ENV KERAS_HOME=/cache/keras \
    MPLCONFIGDIR=/tmp/matplotlib \
    TF_CPP_MIN_LOG_LEVEL=2
USER 10001:10001
ENTRYPOINT ["python", "-m", "training"]
CMD ["run"]

# ---- the service: last, so that a plain `docker build .` makes it ----
FROM runtime AS service
COPY --from=service-packages /opt/venv /opt/venv
COPY service ./service
COPY frontend ./frontend
# Importing the parent's and the child's parts proves that nothing needed is missing, and leaves the
# bytecode of just those standard modules that they use (the base image has none).
RUN PYTHONDONTWRITEBYTECODE= python -c "import http.client, service.app, service.__main__, service.model.child" \
 && python -m compileall -q --invalidation-mode unchecked-hash service
ENV DIGITS_HOST=0.0.0.0 \
    DIGITS_PORT=8000
EXPOSE 8000
STOPSIGNAL SIGTERM
USER 10001:10001
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 CMD ["python", "-c", "import http.client, os; \
asked = http.client.HTTPConnection('127.0.0.1', int(os.environ['DIGITS_PORT']), timeout=2); \
asked.request('GET', '/health/ready'); raise SystemExit(asked.getresponse().status != 200)"]
CMD ["python", "-m", "service"]
