-- Counts requests and grants from the indexes: the cost follows what is due within minutes, up to WINDOW, not what is live.
-- KEYS[1] prefix of the grants' records
-- KEYS[2] due (sorted set)
-- KEYS[3] pending (sorted set)
-- KEYS[4] ending (sorted set)
-- ARGV[1] now
-- ARGV[2] from when on a removal is overdue: ended before this
-- Result: {pending, live, ending, overdue, end of the oldest overdue one or ''}
local now, late = tonumber(ARGV[1]), tonumber(ARGV[2])
-- Pairs rest for less than this, so that none is due later.
local REST = 300000
local WINDOW = 10000
local LOOKED = 100

-- A bot of an older version ends grants without a word here.
for _, n in ipairs(redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', late, 'LIMIT', 0, LOOKED)) do
  local text = redis.call('GET', KEYS[1] .. n)
  if not text or cjson.decode(text).s ~= 'ending' then redis.call('ZREM', KEYS[4], n) end
end

local resting = 0
for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now + REST, 'LIMIT', 0, WINDOW)) do
  if member:sub(1, 5) == 'pair:' then resting = resting + 1 end
end
local pending = redis.call('ZCARD', KEYS[3])
local oldest = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', late, 'WITHSCORES', 'LIMIT', 0, 1)
return {
  pending,
  math.max(0, redis.call('ZCARD', KEYS[2]) - resting - pending),
  redis.call('ZCARD', KEYS[4]),
  redis.call('ZCOUNT', KEYS[4], '-inf', late),
  oldest[2] or '',
}
