-- For wrk: asks for the paths of a file, one after the other, with the Accept-Encoding given.
-- wrk -s paths.lua URL -- FILE ENCODING;  the last line of the report is: requests, microseconds, failures.
local asked = {}
local at = 0

function init(arguments)
  local headers = { ["Accept-Encoding"] = arguments[2], ["Host"] = wrk.headers["Host"] }
  for path in io.lines(arguments[1]) do
    asked[#asked + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  at = at % #asked + 1
  return asked[at]
end

function done(summary)
  local failures = summary.errors
  local failed = failures.connect + failures.read + failures.write + failures.status + failures.timeout
  io.write(string.format("%d %d %d\n", summary.requests, summary.duration, failed))
end
