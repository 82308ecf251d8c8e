-- Books turns, as limiter.Ask says. All times are whole microseconds.
-- KEYS: cold, cool, flight, cap, and one for each rate
-- ARGV: cold (0 or 1), quiet, ahead, turns, cap, lease, number of rates,
--       interval and burst of each rate, leases
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local ahead, n, rates = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[7])

-- A server that did not know this script was restarted, or took over from another one, and may
-- have forgotten turns.
if ARGV[1] == '1' then
  redis.call('SET', KEYS[1], 1, 'PX', math.ceil(ARGV[2] / 1000))
end
local closed = math.max(redis.call('PTTL', KEYS[1]), redis.call('PTTL', KEYS[2]))
if closed >= 0 then
  return {now, 0, (closed + 1) * 1000, 0}
end

local leases = #ARGV - 7 - 2 * rates
local full = 0
if leases > 0 then
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
  local cap = math.floor(tonumber(redis.call('HGET', KEYS[4], 'cap') or ARGV[5]))
  local places = math.max(cap - redis.call('ZCARD', KEYS[3]), 0)
  if places < n then
    n, full = places, 1
  end
end

local answer = {}
for i = 1, rates do
  local interval, burst = tonumber(ARGV[6 + 2 * i]), tonumber(ARGV[7 + 2 * i])
  local free = tonumber(redis.call('GET', KEYS[4 + i]) or 0)
  local offset = math.min(math.max(free - now, 0), ahead + burst * interval)
  answer[i] = offset
  local last = ahead - offset + (burst - 1) * interval
  n = math.min(n, last < 0 and 0 or math.floor(last / interval) + 1)
end

if n > 0 then
  for i = 1, rates do
    local busy = answer[i] + n * ARGV[6 + 2 * i]
    redis.call('SET', KEYS[4 + i], string.format('%.0f', now + busy), 'PX', math.ceil(busy / 1000) + 1)
  end
  if leases > 0 then
    local ends = string.format('%.0f', now + ARGV[6])
    for i = 1, n do
      redis.call('ZADD', KEYS[3], ends, ARGV[7 + 2 * rates + i])
    end
    redis.call('PEXPIRE', KEYS[3], math.ceil(ARGV[6] / 1000) + 1000)
  end
end
return {now, n, 0, full, unpack(answer)}
