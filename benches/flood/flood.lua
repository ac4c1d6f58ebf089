-- Strangers who try made-up passwords of made-up names, each time from another address of what FLOOD_FROM names.

local counter = 0
local threads = {}

function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

function init()
  math.randomseed(id + 1)
  refused, busy, limited, others, silent = 0, 0, 0, 0, 0
end

local function address()
  if os.getenv("FLOOD_FROM") == "one /48" then
    return string.format("2001:db8:7:%x:%x::%x", math.random(0, 65535), math.random(0, 65535), math.random(0, 65535))
  end
  local number = math.random(0, 9999)
  return string.format("10.%d.%d.1", math.floor(number / 100), number % 100)
end

function request()
  counter = counter + 1
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Sec-Fetch-Site"] = "same-origin",
    ["X-Forwarded-For"] = address(),
  }
  local body = string.format("username=nobody%d&password=a+wrong+password+%d+%d", math.random(0, 99999), id, counter)
  return wrk.format("POST", "/login", headers, body)
end

function response(status, headers)
  if status == 422 then refused = refused + 1
  elseif status == 503 then busy = busy + 1
  elseif status == 429 then limited = limited + 1
  else others = others + 1 end
  if status >= 429 and not (headers["Retry-After"] or headers["retry-after"]) then silent = silent + 1 end
end

function done(summary)
  local function sum(name)
    local all = 0
    for _, thread in ipairs(threads) do all = all + thread:get(name) end
    return all
  end
  print(string.format("%d looked at, %d told to come again, %d above the limit of their network, %d other answers, " ..
    "%d never answered", sum("refused"), sum("busy"), sum("limited"), sum("others"), summary.errors.timeout))
  print("without-retry-after " .. sum("silent"))
end
