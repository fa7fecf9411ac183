-- What wrk sends: the multipart body in the file that BODY names; and what it tells in the end, as JSON.
local file = assert(io.open(os.getenv("BODY"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "multipart/form-data; boundary=b"
file:close()

function done(summary, latency)
  local told = '\n{"requests": %d, "seconds": %f, "median_ms": %f, "p99_ms": %f, "errors": %d}\n'
  local errors = summary.errors
  io.write(string.format(told, summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
