-- Ends requests, as limiter.End says. All times are whole microseconds.
-- KEYS: cool, flight, cap
-- ARGV: cap, lease, busy (0 or 1), done (0 or 1), how long to cool down, leases
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cool = math.ceil(ARGV[5] / 1000)
if cool > 0 and redis.call('PTTL', KEYS[1]) < cool then
  redis.call('SET', KEYS[1], 1, 'PX', cool)
end
if #ARGV == 5 then
  return
end

redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local flying, given = redis.call('ZCARD', KEYS[2]), now - ARGV[2]
for i = 6, #ARGV do
  given = (tonumber(redis.call('ZSCORE', KEYS[2], ARGV[i])) or now) - ARGV[2]
  redis.call('ZREM', KEYS[2], ARGV[i])
end

local state = redis.call('HMGET', KEYS[3], 'cap', 'lowered')
local cap, lowered = tonumber(state[1] or ARGV[1]), tonumber(state[2] or 0)
if ARGV[3] == '1' and given > lowered then
  cap = math.max(math.floor(math.min(math.floor(cap), flying) / 2), 1)
  redis.call('HSET', KEYS[3], 'cap', cap, 'lowered', string.format('%.0f', now))
elseif ARGV[4] == '1' and state[1] then
  cap = cap + 1 / cap
  if cap >= tonumber(ARGV[1]) then
    redis.call('HDEL', KEYS[3], 'cap')
  else
    redis.call('HSET', KEYS[3], 'cap', tostring(cap))
  end
end
redis.call('EXPIRE', KEYS[3], 3600)
